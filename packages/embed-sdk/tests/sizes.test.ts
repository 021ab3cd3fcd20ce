/** What visitors download, compressed as a server sends it. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const KB = 1000

async function folder(): Promise<string> {
  const { version } = JSON.parse(await readFile(`${DIST}embed/integrity.json`, 'utf8')) as { version: string }
  return `${DIST}embed/${version}/`
}

async function gzipBytes(path: string): Promise<number> {
  return gzipSync(await readFile(path), { level: 9 }).length
}

async function chunk(name: string): Promise<string> {
  const file = (await readdir(await folder())).find(
    (one) => one.startsWith(`${name}-`) && one.endsWith('.js'),
  )
  return `${await folder()}${file}`
}

test('the script tag stays below 5 KB, moving and pinned', async () => {
  expect(await gzipBytes(`${DIST}embed/v1.js`)).toBeLessThanOrEqual(5 * KB)
  expect(await gzipBytes(`${await folder()}embed.js`)).toBeLessThanOrEqual(5 * KB)
})

test('it is a classic script', async () => {
  expect(await readFile(`${DIST}embed/v1.js`, 'utf8')).not.toMatch(/import\.meta|\bexport\b/)
})

test('the client stays below 8 KB', async () => {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: `${DIST}index.js`, formats: ['es'] } },
  })
  const [{ output }] = result as unknown as [{ output: [{ code: string }] }]
  expect(gzipSync(output[0].code, { level: 9 }).length).toBeLessThanOrEqual(8 * KB)
})

test('the viewer with all it needs at once stays below 190 KB', async () => {
  expect(
    (await gzipBytes(await chunk('viewer'))) + (await gzipBytes(await chunk('scene'))),
  ).toBeLessThanOrEqual(190 * KB)
})

test('the toolbar stays below 6 KB', async () => {
  expect(await gzipBytes(await chunk('toolbar'))).toBeLessThan(6 * KB)
})
