/** The main path in the browsers of other engines: each door on the real platform, compressed models, refusal, revocation. */
import { ENGINES, type Engine } from '@vectreal/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from './api-server.js'
import { call, DOORS, heard, openDoor, property, startDoorSite, textOf, type DoorKind } from './doors.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const installed = ENGINES.filter(({ missing }) => missing.length === 0)
const absent = ENGINES.filter(({ missing }) => missing.length > 0)

let platform: RealPlatform
let site: TestServer
const QUICK = { environment: { preset: 'none' }, shadow: { kind: 'none' } }

beforeAll(async () => {
  if (installed.length === 0) return
  ;[platform, site] = await Promise.all([startRealPlatform(), startDoorSite()])
})
afterAll(() => Promise.all([platform?.close(), site?.close()]))

/** A published scene whose light costs a software GPU nothing. */
async function publish(model: string): Promise<Showcase> {
  const shown = await platform.publish(model)
  await platform.call('PATCH', `/scenes/${shown.sceneId}`, { settings: QUICK })
  return shown
}

describe.each(installed)('$name', ({ launch }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await launch()
  })
  afterAll(() => engine?.close())

  async function open(kind: DoorKind, { sceneId, token }: Showcase): Promise<void> {
    await engine.page.goto(site.url)
    await openDoor(engine.page, kind, { baseUrl: platform.url, sceneId, apiKey: token, loading: 'eager' })
  }
  const reach = (phase: string) =>
    expect.poll(async () => (await heard(engine.page)).phases.at(-1), { timeout: 90_000 }).toBe(phase)

  test.each(DOORS)(
    'shows a scene with its controls, and refuses it once its key is revoked: %s',
    async (kind) => {
      const shown = await publish('sports-sedan-variants.glb')
      await open(kind, shown)
      await reach('ready')
      expect(await property(engine.page, 'variants')).toEqual(['Signal Red', 'Ocean Blue', 'Graphite'])
      expect(await call(engine.page, 'setVariant', 'Ocean Blue')).toBeNull()
      expect(await call(engine.page, 'screenshot', { width: 32, height: 32 })).toBe('image/png true')
      await platform.call('POST', `/api-keys/${shown.keyId}/revoke`)
      await open(kind, shown)
      await reach('error')
      const { errors } = await heard(engine.page)
      expect(errors).toEqual([{ code: 'key_revoked', layer: 'key', retryable: false }])
      expect(await textOf(engine.page)).toContain('The 3D view is not available at the moment.')
    },
  )

  test.each([
    ['elven-ranger-draco.glb', 'element'],
    ['controller-ktx2.glb', 'iframe'],
    ['hand-skinned-meshopt.glb', 'react'],
  ] as const)('decodes %s: %s', async (model, kind) => {
    await open(kind, await publish(model))
    await reach('ready')
    expect((await heard(engine.page)).errors).toEqual([])
  })
})

// `npm test` lists what was skipped, and why.
test.for(absent)('$name', ({ missing }, { skip }) => {
  expect(missing).not.toEqual([])
  skip(`is not on this machine: apt-get install ${missing.join(' ')}`)
})
