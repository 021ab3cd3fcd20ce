import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createDatabase, launchBrowser } from '../src/index.js'

test('a fresh database takes queries and is gone after drop', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
  await database.drop()
  await expect(new pg.Client({ connectionString: database.url }).connect()).rejects.toThrow(/does not exist/)
})

test('a process that uses it ends with the code that it was given', () => {
  const script = `await import('@vectreal/test-kit'); process.exitCode = 3`
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  expect(spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd }).status).toBe(3)
})

test('the browser draws with WebGL2', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  const pixel = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2')
    if (gl === null) return null
    gl.clearColor(0, 1, 0, 1)
    gl.clear(gl.COLOR_BUFFER_BIT)
    const rgba = new Uint8Array(4)
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, rgba)
    return [...rgba]
  })
  await browser.close()
  expect(pixel).toEqual([0, 255, 0, 255])
})
