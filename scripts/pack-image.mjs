/**
 * `node scripts/pack-image.mjs <folder>`: what `serve` needs to run, and no package besides. Runs after the build, on the
 * system that the image is for: native code is of that system.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  lstatSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { nodeFileTrace } from '@vercel/nft'
import { fail, pnpm, root } from './pnpm.mjs'

/** Found at run time by path: pages, pictures, migrations, workers. The program that imports them knows; a trace does not. */
const READ_AT_RUN_TIME = {
  '.': ['models', 'package.json'],
  '@vectreal/dashboard': ['dist', 'package.json'],
  '@vectreal/demo-html': ['dist', 'package.json'],
  '@vectreal/demo-react': ['dist', 'package.json'],
  '@vectreal/docs': ['dist', 'package.json'],
  '@vectreal/embed-sdk': ['dist/embed', 'package.json'],
  '@vectreal/scene-api': ['drizzle', 'workers', 'package.json'],
}

const isNeeded = (path) => !/\.(?:map|tsbuildinfo|d\.ts)$/.test(path)

const target = process.argv[2]
if (target === undefined) fail('Usage: node scripts/pack-image.mjs <folder>')

const whole = mkdtempSync(join(tmpdir(), 'vectreal-image-'))
try {
  const code = await pnpm(
    '--filter',
    '@vectreal/platform',
    'deploy',
    '--prod',
    '--legacy',
    '--prefer-offline',
    whole,
  )
  if (code !== 0) fail('The packages could not be laid out; see the lines above.', code)
  await pack(whole, resolve(target))
} finally {
  rmSync(whole, { recursive: true, force: true })
}

async function pack(from, to) {
  const require = createRequire(join(from, 'package.json'))
  const folderOf = (name) => (name === '.' ? from : dirname(require.resolve(`${name}/package.json`)))
  const workers = join(folderOf('@vectreal/scene-api'), 'workers')
  const entries = [
    join(from, 'dist/main.js'),
    ...readdirSync(workers)
      .filter((name) => /\.m?js$/.test(name))
      .map((name) => join(workers, name)),
  ]
  const { fileList } = await nodeFileTrace(entries, { base: from, processCwd: from })
  // A package that is reached at all goes whole: which of its files a condition of Node picks is not for a trace to say.
  const packages = new Set()
  for (const file of fileList) {
    const [, id] = /^(node_modules\/\.pnpm\/[^/]+)\//.exec(file) ?? []
    if (id === undefined) copy(join(from, file), join(to, file))
    else packages.add(id)
  }
  for (const id of packages) copyAll(join(from, id), join(to, id))
  for (const [name, parts] of Object.entries(READ_AT_RUN_TIME)) {
    for (const part of parts) {
      const source = join(folderOf(name), part)
      if (!existsSync(source)) fail(`${name} has no ${part}: build first.`)
      copyAll(source, join(to, relative(from, source)))
    }
  }
  // The documentation reads its pages from the folder beside `apps`.
  const pages = join(folderOf('@vectreal/docs'), '../../docs')
  copyAll(join(root, 'docs'), join(to, relative(from, pages)))
}

function copyAll(source, destination) {
  cpSync(source, destination, { recursive: true, filter: isNeeded, verbatimSymlinks: true })
}

/** Links of pnpm's folders stay links. */
function copy(source, destination) {
  mkdirSync(dirname(destination), { recursive: true })
  if (!lstatSync(source).isSymbolicLink()) copyFileSync(source, destination)
  else if (!existsSync(destination)) symlinkSync(readlinkSync(source), destination)
}
