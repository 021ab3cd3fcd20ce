/** `scenes poster`, with a real browser and the platform's own viewer. */
import { copyFile, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '@vectreal/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject, readScene, uploadPoster } from '../../scene-api/tests/support/organization.js'
import { startWorkplace, type Workplace } from './support/vectreal.js'

const EMBED_FILES = fileURLToPath(new URL('../../embed-sdk/dist/embed/', import.meta.url))
const CAR = fileURLToPath(new URL('../../viewer-core/fixtures/race-car.glb', import.meta.url))
/** A software GPU on a busy machine takes its time. */
const DRAWN_WITHIN_MS = 240_000

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

let at: Workplace
beforeAll(async () => {
  at = await startWorkplace({ embedFiles: EMBED_FILES, modelOptimizers: 0 })
  await createProject(at.owner, at.org, { name: 'Shop', allowedDomains: ['a.example'] })
})
afterAll(() => at?.close())

/** A browser as a system has it, which needs no variables; resolves to the folder for `PATH`. */
async function installBrowser(): Promise<string> {
  const { executablePath, env } = await findChromium()
  const folder = join(at.folder, 'bin')
  await mkdir(folder)
  const variables = Object.entries(env).map(([name, value]) => `${name}='${value}' `)
  const path = join(folder, 'chromium')
  await writeFile(path, `#!/bin/sh\n${variables.join('')}exec ${executablePath} "$@"\n`)
  await chmod(path, 0o755)
  return folder
}

test(
  'a scene gets a poster of its model, says where there is no browser, and keeps one that somebody chose',
  async () => {
    await copyFile(CAR, join(at.folder, 'car.glb'))
    const { id } = (await at.vectreal('scenes', 'push', 'car.glb', '--no-optimize', '--json')).json()

    at.env.PATH = ''
    const without = await at.vectreal('scenes', 'poster', id)
    expect([without.code, without.err]).toEqual([2, expect.stringMatching(/^There is no Chromium or Chrome/)])
    expect((await at.vectreal('scenes', 'poster', id, '--browser', '/nowhere')).err).toMatch(
      /^--browser must be/,
    )

    at.env.PATH = `${await installBrowser()}:${process.env.PATH}`
    const drawn = await at.vectreal('scenes', 'poster', id)
    expect([drawn.code, drawn.out, drawn.err]).toEqual([0, 'car, version 1, has a new poster.\n', ''])
    const { poster } = await readScene(at.owner, at.org, id)
    expect(poster).toMatchObject({ width: 1600, height: 1200, automaticOf: 1 })

    await uploadPoster(at.owner, at.org, id, new Uint8Array(PIXEL))
    expect((await at.vectreal('scenes', 'poster', id)).out).toBe(
      'car keeps the poster that somebody chose.\n',
    )
  },
  DRAWN_WITHIN_MS,
)

test('a push brings its own picture, and is refused before anything is sent where that is none', async () => {
  await copyFile(CAR, join(at.folder, 'pictured.glb'))
  await writeFile(join(at.folder, 'pictured.png'), PIXEL)
  const push = (poster: string) =>
    at.vectreal('scenes', 'push', 'pictured.glb', '--no-optimize', '--json', '--poster', poster)
  for (const [poster, words] of [
    ['pictured.glb', '--poster takes a PNG, JPEG or WebP.'],
    ['nowhere.png', '--poster cannot be read'],
  ] as const) {
    const refused = await push(poster)
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(words)])
  }
  const named = async () => {
    const { items } = await at.owner.api.call('GET /api/organizations/{org}/scenes', {
      params: { org: at.org },
    })
    return items.filter(({ name }) => name === 'pictured')
  }
  expect(await named()).toEqual([])
  const { poster } = (await push('pictured.png')).json()
  expect(poster).toMatchObject({ width: 1, height: 1, automaticOf: null })
  expect(await named()).toHaveLength(1)
})
