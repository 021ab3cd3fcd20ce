import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPosterBrowser } from './poster-browser.js'

let folder: string
let chrome: string
let plain: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-browser-'))
  chrome = join(folder, 'google-chrome')
  plain = join(folder, 'chromium')
  await Promise.all([chrome, plain].map((file) => writeFile(file, '')))
  await chmod(chrome, 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

test('the first browser of PATH that may be run is taken, where none is named', () => {
  expect(findPosterBrowser(null, ['', join(folder, 'absent'), folder].join(delimiter))).toBe(chrome)
  expect(findPosterBrowser(null, join(folder, 'absent'))).toBeNull()
  expect(findPosterBrowser(null, undefined)).toBeNull()
})

test('the one that is named is taken, or none at all, and what cannot be run is said with its remedy', () => {
  expect(findPosterBrowser(chrome, '')).toBe(chrome)
  expect(findPosterBrowser('none', folder)).toBeNull()
  for (const path of [plain, join(folder, 'absent')]) {
    expect(() => findPosterBrowser(path, '')).toThrow(
      `POSTER_BROWSER must be the path of a Chromium that this user may run, or none; it is "${path}"`,
    )
  }
})
