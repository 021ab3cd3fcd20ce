/** Packs every published package as a release would, and checks what is inside the tarball. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { bin, capture, root } from './pnpm.mjs'

const NEEDED = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']
/** Sources and tests do not belong into a published `dist`. */
const UNWANTED = /\.test\.|\/tests?\/|tsbuildinfo|\.env$/

/** Decoders run as classic workers; nobody imports them. */
const CLASSIC_WORKERS = /matches \.\/dist\/decoders\/.* is written in CJS/

/** Tests and editors read sources under it; see sources.ts. */
const SOURCE = '@vectreal/source'

const folder = mkdtempSync(join(tmpdir(), 'vectreal-pack-'))
const problems = []

for (const name of readdirSync(join(root, 'packages'))) {
  const directory = join(root, 'packages', name)
  if (!existsSync(join(directory, 'package.json'))) continue
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  if (manifest.private) continue
  await checkPackage(manifest, directory)
}
rmSync(folder, { recursive: true, force: true })
for (const { name, text } of problems) console.log(`${name}\n${text.trimEnd().replace(/^/gm, '  ')}\n`)
process.exitCode = problems.length === 0 ? 0 : 1

async function checkPackage(manifest, directory) {
  const report = (text) => problems.push({ name: manifest.name, text })
  for (const field of ['description', 'license', 'engines', 'exports', 'files']) {
    if (manifest[field] === undefined) report(`package.json has no "${field}".`)
  }
  for (const [way, entry] of Object.entries(manifest.exports)) {
    if (entry.types && !entry[SOURCE])
      report(`"${way}" in "exports" does not name its source under "${SOURCE}".`)
  }
  // Provenance compares it with the repository that publishes.
  if (manifest.repository?.directory !== `packages/${basename(directory)}`) {
    report(`package.json's "repository" does not name packages/${basename(directory)} as its "directory".`)
  }
  const packed = await capture(bin('pnpm'), ['--dir', directory, 'pack', '--pack-destination', folder])
  if (packed.code !== 0) return report(packed.output)
  const tarball = readdirSync(folder).find((file) => file.startsWith(packedName(manifest)))
  if (tarball === undefined) return report(`pnpm pack left no tarball in ${folder}.\n${packed.output}`)
  const path = join(folder, tarball)

  const published = (await capture('tar', ['-xzOf', path, 'package/package.json'])).output
  if (published.includes(SOURCE)) report(`${basename(path)} points at sources, which it does not hold.`)
  const listing = (await capture('tar', ['-tzf', path])).output.split('\n').filter(Boolean)
  const files = listing.map((file) => file.replace(/^package\//, ''))
  for (const file of NEEDED) if (!files.includes(file)) report(`${basename(path)} has no ${file}.`)
  const unwanted = files.filter((file) => UNWANTED.test(file))
  if (unwanted.length > 0) report(`${basename(path)} carries ${unwanted.join(', ')}.`)

  const publint = await capture(bin('publint'), ['run', path, '--strict'])
  const findings = publint.output.split('\n').filter((line) => /^\s*\d+\. /.test(line))
  const mustMend = findings.filter((line) => !CLASSIC_WORKERS.test(line))
  if (publint.code !== 0 && (mustMend.length > 0 || findings.length === 0)) report(publint.output)
  // ESM only, on purpose: a CommonJS reader of these packages uses import().
  const attw = await capture(bin('attw'), [path, '--profile', 'esm-only', '--no-color', '--no-emoji'])
  if (attw.code !== 0) report(attw.output)
}

/** `@scope/name` becomes `scope-name-` in the file name of a tarball. */
function packedName({ name, version }) {
  return `${name.replace('@', '').replace('/', '-')}-${version}`
}
