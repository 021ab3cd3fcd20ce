/**
 * Replaces modules that pick columns out of a table by the values they come to. No bundler can do that for whoever
 * builds with this package: it would ship every column of a table for the sake of one.
 */
import { rm, writeFile } from 'node:fs/promises'

const VIEWS = ['browser-errors', 'script-blocked']

for (const view of VIEWS) {
  const file = new URL(`../dist/errors/${view}.js`, import.meta.url)
  const values = Object.entries(await import(file.href)).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`,
  )
  await writeFile(file, values.join(''))
  await rm(new URL(`${view}.js.map`, file), { force: true })
}
