/**
 * `npm run bench`: runs every `bench/*.bench.mjs` of packages and apps, one after the other, each in a process of
 * its own. A bench prints markdown tables (scripts/bench-table.mjs). `npm run bench -- <text>` runs those
 * whose path holds the text.
 */
import { existsSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { build, fail, install, root, run } from './pnpm.mjs'

const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? ''

const benches = ['packages', 'apps']
  .flatMap((area) => readdirSync(join(root, area)).map((name) => join(area, name, 'bench')))
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)))
  .filter((path) => path.endsWith('.bench.mjs') && path.includes(wanted))
  .toSorted()
if (benches.length === 0) fail(`No bench has "${wanted}" in its path.`)

await install()
await build()

console.log(
  `\nNode ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model}`,
)
const failed = []
for (const path of benches) {
  console.log(`\n<!-- ${path} -->`)
  const code = await run(process.execPath, ['--expose-gc', join(root, path)])
  if (code !== 0) failed.push(path)
}
if (failed.length > 0) fail(`Failed: ${failed.join(', ')}`)
