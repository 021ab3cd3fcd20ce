/** The main path in the browsers of other engines: each door on the real platform, compressed models, refusal, revocation. */
import { CHROMIUM_WITH_WINDOW, ENGINES, type Engine } from '@vectreal/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from './api-server.js'
import { startSite } from './browser-site.js'
import { call, DOORS, heard, openDoor, property, startDoorSite, textOf, type DoorKind } from './doors.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const installed = ENGINES.filter(({ missing }) => missing.length === 0)
const installedChromium = [CHROMIUM_WITH_WINDOW].filter(({ missing }) => missing.length === 0)
const absent = [...ENGINES, CHROMIUM_WITH_WINDOW].filter(({ missing }) => missing.length > 0)

let platform: RealPlatform
let site: TestServer
const QUICK = { environment: { preset: 'none' }, shadow: { kind: 'none' } }

beforeAll(async () => {
  if (installed.length + installedChromium.length === 0) return
  ;[platform, site] = await Promise.all([startRealPlatform(), startDoorSite()])
})
afterAll(() => Promise.all([platform?.close(), site?.close()]))

/** A published scene whose light costs a software GPU nothing. */
async function publish(model: string): Promise<Showcase> {
  const shown = await platform.publish(model)
  await platform.call('PATCH', `/scenes/${shown.sceneId}`, { settings: QUICK })
  return shown
}

describe.each(installed)('$name', ({ name, launch }) => {
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

  test('has its toolbar, wide and narrow, with keys and choices that work', async () => {
    const { sceneId, token } = await publish('sports-sedan-variants.glb')
    await engine.page.goto(site.url)
    const asked = { baseUrl: platform.url, sceneId, apiKey: token, loading: 'eager', toolbar: true }
    await openDoor(engine.page, 'element', asked)
    await reach('ready')
    const look = () =>
      engine.page.run(() => {
        const root = document.querySelector('vectreal-scene')?.shadowRoot
        const bar = root?.querySelector<HTMLElement>('[role=toolbar]')
        if (!root || !bar) return null
        const buttons = Array.from(bar.querySelectorAll('button'))
        return {
          shown: buttons.filter((one) => one.offsetWidth > 0).map((one) => one.ariaLabel),
          stops: buttons.filter((one) => one.tabIndex === 0).length,
          focused: root.activeElement?.getAttribute('aria-label') ?? root.activeElement?.textContent ?? null,
          fits: bar.scrollWidth <= bar.clientWidth,
        }
      }, null)
    const press = (label: string, key: string | null) =>
      engine.page.run(
        ({ label, key }) => {
          const root = document.querySelector('vectreal-scene')?.shadowRoot
          const buttons = Array.from(root?.querySelectorAll('button') ?? [])
          const one = buttons.find((button) => (button.ariaLabel ?? button.textContent) === label)
          one?.focus()
          if (key === null) one?.click()
          else one?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
        },
        { label, key },
      )
    await expect.poll(look, { timeout: 90_000 }).toMatchObject({ stops: 1, fits: true })
    const [first = '', second = ''] = (await look())?.shown ?? []
    expect([first, second]).toEqual(['Variant', 'Dimensions'])
    await press('Variant', 'ArrowRight')
    expect(await look()).toMatchObject({ focused: 'Dimensions', stops: 1 })
    await press('Variant', null)
    await press('Ocean Blue', null)
    const chosen = await engine.page.run(() => {
      const root = document.querySelector('vectreal-scene')?.shadowRoot
      return root?.querySelector('[role=radio][aria-checked=true]')?.textContent ?? null
    }, null)
    expect(chosen).toBe('Ocean Blue')
    await engine.page.run(() => {
      const element = document.querySelector<HTMLElement>('vectreal-scene')
      if (element !== null) element.style.width = '120px'
    }, null)
    await press('Ocean Blue', 'Escape')
    await expect.poll(look).toMatchObject({ shown: ['More controls'] })
  })

  test('draws the scene of a page that is left and come back to', async () => {
    const isFromCache = await comeBack(engine)
    // Firefox may load it anew as long as a driver watches; WebKit takes it out of its back/forward cache.
    expect(isFromCache || name === 'firefox').toBe(true)
  })
})

describe.each(installedChromium)('$name', ({ launch }) => {
  test('draws the scene of a page that comes out of its back/forward cache', async () => {
    const engine = await launch()
    try {
      expect(await comeBack(engine)).toBe(true)
    } finally {
      await engine.close()
    }
  })
})

/** Leaves a page with a scene and goes back to it. Resolves to whether it came out of a cache. */
async function comeBack({ page }: Engine): Promise<boolean> {
  const { sceneId, token } = await publish('sports-sedan-variants.glb')
  const other = await startSite()
  other.show(leavingPage(platform.url, sceneId, token))
  other.show(RETURNING_PAGE, {}, '/away')
  const said = () =>
    other.requests.flatMap(({ headers }) => (headers['said'] ? [JSON.parse(String(headers['said']))] : []))
  const leaveFor = (address: string) =>
    page.run((url) => void setTimeout(() => location.assign(url)), address)
  try {
    // The page leaves by itself, which a driver that waits for it takes for a navigation that never ends.
    await leaveFor(other.url)
    await expect.poll(() => said().length, { timeout: 90_000 }).toBe(2)
    const shown = { state: 'ready', canvases: 1, isDrawn: true }
    expect(said()).toMatchObject([shown, shown])
    return said()[1].persisted === true
  } finally {
    await leaveFor('about:blank')
    await other.close()
  }
}

/** Says by itself what it shows each time it is shown, then leaves: drivers do not look into pages that were put away. */
const leavingPage = (platformUrl: string, sceneId: string, token: string) => `
<script async src="${platformUrl}/embed/v1.js"></script></head><body>
<vectreal-scene scene-id="${sceneId}" api-key="${token}" loading="eager"></vectreal-scene>
<script>
addEventListener('pageshow', async ({ persisted }) => {
  const element = document.querySelector('vectreal-scene')
  await customElements.whenDefined('vectreal-scene')
  await element.load()
  const picture = await createImageBitmap(await element.screenshot({ width: 64, height: 48 }))
  const context = new OffscreenCanvas(64, 48).getContext('2d')
  context.drawImage(picture, 0, 0)
  const colours = new Set(new Uint32Array(context.getImageData(0, 0, 64, 48).data.buffer))
  const canvases = element.shadowRoot.querySelectorAll('canvas').length
  const said = { persisted, state: element.state, canvases, isDrawn: colours.size > 3 }
  await fetch('/said', { headers: { said: JSON.stringify(said) } })
  if (sessionStorage.left) return
  sessionStorage.left = true
  setTimeout(() => (location.href = '/away'))
})
</script></body>`

const RETURNING_PAGE = `</head><body><script>
addEventListener('load', () => setTimeout(() => history.back()))
</script></body>`

// `npm test` lists what was skipped, and why.
test.for(absent)('$name', ({ missing }, { skip }) => {
  expect(missing).not.toEqual([])
  skip(`is not on this machine: apt-get install ${missing.join(' ')}`)
})
