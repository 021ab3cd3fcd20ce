/** The element, the iframe and React are one viewer: same states, codes, texts, controls and retry rule. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { KEY, type TestServer } from './api-server.js'
import { useBrowsers, visit, type Visit } from './browser-site.js'
import {
  call,
  DOORS,
  heard,
  loseContext,
  openDoor,
  overCredit,
  press,
  pressKey,
  property,
  spokenBy,
  startDoorSite,
  linkOf,
  textOf,
  toolbarOf,
  type DoorKind,
  type DoorPage,
} from './doors.js'
import { startPlatform, type Platform } from './platform.js'

let platform: Platform
let site: TestServer
const visits: Visit[] = []

useBrowsers()
beforeAll(async () => {
  site = await startDoorSite()
})
afterAll(() => site?.close())
beforeEach(async () => {
  platform = await startPlatform()
})
afterEach(async () => {
  await Promise.all(visits.splice(0).map((one) => one.close()))
  await platform.close()
})

async function open(
  kind: DoorKind,
  options: object = {},
  before?: (page: Page) => Promise<unknown>,
): Promise<Visit & DoorPage> {
  const opened = await visit(site.url, before === undefined ? {} : { before })
  visits.push(opened)
  const { page } = opened
  const inside = () => page.frames()[1] ?? page.mainFrame()
  const doorPage: DoorPage = {
    run: (task, argument) => page.evaluate(task as never, argument as never) as never,
    runInside: (task, argument) => inside().evaluate(task as never, argument as never) as never,
  }
  await openDoor(doorPage, kind, { baseUrl: platform.url, sceneId: 'chair', apiKey: KEY, ...options })
  return { ...opened, ...doorPage }
}

async function reach(page: DoorPage, phase: string): Promise<void> {
  await expect.poll(async () => (await heard(page)).phases.at(-1), { timeout: 60_000 }).toBe(phase)
}

const modelsAsked = () =>
  platform.requests.filter(({ path, method }) => path.endsWith('/model') && method === 'GET')
const known = (phases: readonly string[]) => phases.filter((phase) => phase !== 'idle')

describe.each(DOORS)('%s', (kind) => {
  test('goes through the same states once, with progress that never falls', async () => {
    const page = await open(kind)
    await reach(page, 'ready')
    const { phases, ratios, loads, errors } = await heard(page)
    expect(known(phases)).toEqual(['manifest', 'downloading', 'decoding', 'ready'])
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b))
    expect(ratios.at(-1)).toBe(1)
    expect({ loads, errors }).toEqual({ loads: 1, errors: [] })
  })

  test('has the same controls, and the same words for what there is not', async () => {
    await platform.setModel('sports-sedan-variants.glb')
    const page = await open(kind)
    await reach(page, 'ready')
    expect(await call(page, 'load')).toBeNull()
    expect(await property(page, 'variants')).toEqual(['Signal Red', 'Ocean Blue', 'Graphite'])
    expect(await property(page, 'state')).toBe('ready')
    expect(await call(page, 'setVariant', 'Ocean Blue')).toBeNull()
    expect(await call(page, 'setVariant', 'Plaid')).toBe(
      'TypeError: This scene has no variant "Plaid"; it has: "Signal Red", "Ocean Blue", "Graphite"',
    )
    expect(await call(page, 'goTo', 'Nowhere')).toBe(
      'TypeError: This scene has no camera "Nowhere"; it has: none',
    )
    expect(await call(page, 'goTo', null)).toBeNull()
    expect(await call(page, 'screenshot', { width: 32, height: 32 })).toBe('image/png true')
  })

  test.each([
    [true, { orbit: true, zoom: false, pan: false }, true],
    [false, { orbit: true, zoom: true, pan: true }, false],
    [undefined, { orbit: true, zoom: false, pan: false }, false],
  ])(
    'with camera controls %s over a scene that says %o zooms: %s',
    async (cameraControls, controls, zooms) => {
      Object.assign(platform.settings, { controls })
      const page = await open(kind, { cameraControls })
      await reach(page, 'ready')
      // Turning, where allowed, tells where the camera stands.
      await pressKey(page, 'ArrowRight')
      const isKnown = async () => cameraControls === false || (await heard(page)).distance !== null
      await expect.poll(isKnown).toBe(true)
      const { distance } = await heard(page)
      await pressKey(page, '+')
      const hasZoomed = async () => ((await heard(page)).distance ?? 0) < (distance ?? 0)
      await expect.poll(hasZoomed).toBe(zooms)
    },
  )

  test('that is refused says so calmly, in the same words, and offers no other try', async () => {
    platform.respond(
      '',
      platform.problem(403, {
        code: 'domain_not_allowed',
        layer: 'domain',
        origin: site.url,
        suggestedPattern: 'a.b',
      }),
    )
    const page = await open(kind)
    await reach(page, 'error')
    expect((await heard(page)).errors).toEqual([
      { code: 'domain_not_allowed', layer: 'domain', retryable: false },
    ])
    const text = await textOf(page)
    expect(text).toContain('The 3D view is not available at the moment.')
    expect(text).toContain('Add a.b to the allowed domains')
    expect(await press(page, 'Try again')).toBe(false)
  })

  test('for signed-in visitors asks to sign in, with the link of the page', async () => {
    const refusal = { code: 'visitor_token_required', layer: 'project' }
    platform.respond('', platform.problem(403, refusal))
    const page = await open(kind, { signInUrl: '/login?next=%2Fparts' })
    await reach(page, 'error')
    const text = await textOf(page)
    expect(text).toContain('Please sign in to see the 3D view.')
    expect(text).not.toContain('not available')
    expect(await linkOf(page)).toEqual({ text: 'Sign in', href: `${site.url}/login?next=%2Fparts` })
  })

  test('that is away can be tried again, in the language of the page', async () => {
    platform.respond('', platform.problem(503, { code: 'temporarily_unavailable' }, { 'retry-after': '60' }))
    const page = await open(kind, { messages: { failed: 'Zurzeit nicht zu sehen.', retry: 'Nochmal' } })
    await reach(page, 'error')
    expect((await heard(page)).errors).toEqual([
      { code: 'temporarily_unavailable', layer: null, retryable: true },
    ])
    expect(await textOf(page)).toContain('Zurzeit nicht zu sehen.')
    platform.respond('', null)
    expect(await press(page, 'Nochmal')).toBe(true)
    await reach(page, 'ready')
    expect((await heard(page)).loads).toBe(1)
  })

  test('speaks the language it is given, from the first button on', async () => {
    const page = await open(kind, { lang: 'de-AT', loading: 'interaction' })
    await expect.poll(() => textOf(page)).toContain('In 3D ansehen')
    await press(page, 'In 3D ansehen')
    await reach(page, 'ready')
    expect(await spokenBy(page)).toEqual({ lang: 'de-AT', dir: 'ltr', role: '3D-Ansicht' })
  })

  test('speaks the language of the page, from right to left where it is written so', async () => {
    platform.respond('', platform.problem(503, { code: 'temporarily_unavailable' }, { 'retry-after': '60' }))
    const page = await open(kind, { messages: { retry: 'Retry' } }, (page) =>
      page.addInitScript(() => {
        document.addEventListener('DOMContentLoaded', () => (document.documentElement.lang = 'ar'))
      }),
    )
    await reach(page, 'error')
    await expect.poll(() => textOf(page)).toContain('العرض ثلاثي الأبعاد غير متاح حاليًا.')
    platform.respond('', null)
    expect(await press(page, 'Retry')).toBe(true)
    await reach(page, 'ready')
    expect(await spokenBy(page)).toEqual({ lang: 'ar', dir: 'rtl', role: 'عرض ثلاثي الأبعاد' })
  })

  test('has a toolbar where it is asked for, and none where it is not', async () => {
    await platform.setModel('sports-sedan-variants.glb')
    const page = await open(kind, { toolbar: 'variants reset' })
    await reach(page, 'ready')
    await expect.poll(() => toolbarOf(page)).toEqual(['Variant', 'Reset view'])
    expect(await press(page, 'Variant')).toBe(true)
    expect(await press(page, 'Ocean Blue')).toBe(true)
    await page.page.evaluate(() => document.body.replaceChildren())
    const none = await open(kind)
    await reach(none, 'ready')
    expect(await toolbarOf(none)).toEqual([])
  })

  test.each([240, 360])(
    'keeps its credit line clear of the play button and of the toolbar, %s pixels wide',
    async (width) => {
      await platform.setModel('zombie-skinned-animated.glb')
      const credit = { title: 'A zombie that walks and walks', author: 'Olive Owner', licence: 'CC BY 4.0' }
      Object.assign(platform.settings, { credit: { ...credit, sourceUrl: 'https://example.com/' } })
      const page = await open(kind, { width })
      await reach(page, 'ready')
      expect(await overCredit(page)).toEqual([[]])
      Object.assign(platform.settings, { toolbar: [] })
      await page.page.evaluate(() => document.body.replaceChildren())
      const other = await open(kind, { width })
      await reach(other, 'ready')
      await expect.poll(() => toolbarOf(other)).toContain('Animation')
      expect(await overCredit(other)).toEqual([[]])
    },
  )

  test('with a damaged model has the code for it', async () => {
    await platform.setModel(new TextEncoder().encode('glTF is not in here'))
    const page = await open(kind)
    await reach(page, 'error')
    expect((await heard(page)).errors).toEqual([{ code: 'invalid_model', layer: null, retryable: false }])
  })

  test('without WebGL downloads no model', async () => {
    const page = await open(kind, {}, (page) =>
      page.addInitScript(() => {
        HTMLCanvasElement.prototype.getContext = () => null
      }),
    )
    await reach(page, 'error')
    expect((await heard(page)).errors).toEqual([{ code: 'webgl_unavailable', layer: null, retryable: false }])
    expect(await textOf(page)).toContain('This device cannot show the 3D view.')
    expect(modelsAsked()).toEqual([])
  })

  test('that loses its context says so and comes back', async () => {
    const page = await open(kind)
    await reach(page, 'ready')
    await loseContext(page)
    await expect
      .poll(async () => known((await heard(page)).phases).slice(4), { timeout: 60_000 })
      .toEqual(['context-lost', 'ready'])
    expect((await heard(page)).loads).toBe(1)
  })

  test('offline waits, and loads when the connection is back', async () => {
    const page = await open(kind, { loading: 'interaction' })
    await expect.poll(() => textOf(page)).toContain('View in 3D')
    await page.context.setOffline(true)
    await press(page, 'View in 3D')
    await reach(page, 'offline')
    expect(await textOf(page)).toContain('You are offline.')
    await page.context.setOffline(false)
    await reach(page, 'ready')
  })
})

test.each(['element', 'react'] as const)('two scenes of one page decode once: %s', async (kind) => {
  const page = await open(kind, { loading: 'eager' })
  await openDoor(page, kind, {
    baseUrl: platform.url,
    sceneId: 'chair',
    apiKey: KEY,
    loading: 'eager',
    alt: 'Two',
  })
  for (const index of [0, 1]) {
    await expect.poll(async () => (await heard(page, index)).phases.at(-1), { timeout: 60_000 }).toBe('ready')
  }
  expect(modelsAsked()).toHaveLength(1)
})

test.each(['element', 'react'] as const)('an eager scene below the fold becomes ready: %s', async (kind) => {
  const page = await open(kind, { loading: 'eager' }, (page) =>
    page.addInitScript(() =>
      addEventListener('DOMContentLoaded', () => {
        const space = document.createElement('div')
        space.style.height = '3000px'
        document.body.prepend(space)
      }),
    ),
  )
  await reach(page, 'ready')
  expect((await heard(page)).loads).toBe(1)
})
