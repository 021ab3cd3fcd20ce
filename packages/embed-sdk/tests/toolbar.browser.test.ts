/** The toolbar in a real browser: keyboard, narrow places, full screen, and what a screen reader is told. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { scene, startSite, useBrowsers, visit, waitForState, type Site, type Visit } from './browser-site.js'
import { startPlatform, type Platform } from './platform.js'

const FIXTURES = new URL('../../viewer-core/fixtures/', import.meta.url)
const CAMERAS = [
  { name: 'Front', position: [0, 1, 5], target: [0, 0.5, 0], fovDegrees: 35 },
  { name: 'الجانب', position: [5, 1, 0], target: [0, 0.5, 0], fovDegrees: 35 },
]

const LONG_TEXT = 'Lamps of glass, which are older than the car. '.repeat(8).trim()

const SEAT = {
  id: 'seat',
  label: 'Seat',
  description: 'Of leather.',
  position: [0, 0.5, 0],
  normal: null,
  node: null,
}

let platform: Platform
let site: Site
const visits: Visit[] = []

useBrowsers()
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site?.close())
beforeEach(async () => {
  platform = await startPlatform()
  await platform.setModel('sports-sedan-variants.glb')
})
afterEach(async () => {
  await Promise.all(visits.splice(0).map((one) => one.close()))
  await platform.close()
})

interface Place {
  readonly attributes?: string
  readonly width?: number
  readonly height?: number
  /** Around the scene, with `$` where it goes. */
  readonly around?: string
  readonly before?: (page: Page) => Promise<unknown>
}

async function open({ attributes = 'toolbar', width = 480, height = 320, around = '$', before }: Place = {}) {
  const box = `<div style="width:${width}px;height:${height}px">${scene(`style="height:100%" ${attributes}`)}</div>`
  site.show(
    `<script async src="${platform.url}/embed/v1.js"></script><body style="margin:0"><main><h1>Shop</h1><button>Before</button>${around.replace('$', box)}<button>After</button></main>`,
  )
  const opened = await visit(site.url, before === undefined ? {} : { before })
  visits.push(opened)
  const { page } = opened
  await page.setViewportSize({ width: Math.max(width, 200), height: height + 60 })
  await waitForState(page, 'ready')
  const bar = page.locator('[role=toolbar]')
  await bar.waitFor()
  const button = (name: string) => bar.getByRole('button', { name, exact: true })
  const radio = (name: string) => page.getByRole('radio', { name, exact: true })
  return { page, bar, button, radio }
}

const focused = (page: Page) =>
  page.evaluate(() => {
    let active = document.activeElement
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    return active?.ariaLabel ?? active?.textContent ?? null
  })
const isInside = async (inner: Locator, outer: Locator) => {
  const [a, b] = [(await inner.boundingBox())!, (await outer.boundingBox())!]
  const slack = 1
  return (
    a.x >= b.x - slack &&
    a.y >= b.y - slack &&
    a.x + a.width <= b.x + b.width + slack &&
    a.y + a.height <= b.y + b.height + slack
  )
}

/** The sedan with so many variants, which share its three looks. */
async function withVariants(count: number): Promise<Uint8Array> {
  const bytes = await readFile(new URL('sports-sedan-variants.glb', FIXTURES))
  const jsonLength = bytes.readUInt32LE(12)
  const json = JSON.parse(bytes.subarray(20, 20 + jsonLength).toString())
  json.extensions.KHR_materials_variants.variants = Array.from({ length: count }, (_, index) => ({
    name: `Colour ${index + 1}`,
  }))
  const text = Buffer.from(JSON.stringify(json))
  const padded = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, 0x20)])
  const rest = bytes.subarray(20 + jsonLength)
  const head = Buffer.alloc(20)
  bytes.copy(head, 0, 0, 20)
  head.writeUInt32LE(20 + padded.length + rest.length, 8)
  head.writeUInt32LE(padded.length, 12)
  return Buffer.concat([head, padded, rest])
}

/** Opens the dialog `#d` of the page. */
const showDialog = (page: Page) =>
  page.addInitScript(() =>
    addEventListener('DOMContentLoaded', () =>
      (document.querySelector('#d') as HTMLDialogElement).showModal(),
    ),
  )

async function findings(page: Page): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

test('is one stop for Tab, and arrow keys do the rest', async () => {
  Object.assign(platform.settings, { cameras: CAMERAS })
  const { page, button, radio } = await open()
  await page.getByRole('button', { name: 'Before' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Variant')
  await page.keyboard.press('End')
  expect(await focused(page)).toBe('Full screen')
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('Variant')
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('Signal Red')
  await page.keyboard.press('ArrowDown')
  expect(await radio('Ocean Blue').getAttribute('aria-checked')).toBe('true')
  await page.keyboard.press('Escape')
  expect(await focused(page)).toBe('Variant')
  expect(await button('Variant').getAttribute('aria-expanded')).toBe('false')
  // The credit of the model, then the page's own button.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('After')
})

test('follows what the page does, and says nothing that the file has not', async () => {
  const { page, bar, button, radio } = await open()
  await page.evaluate(() =>
    (
      document.querySelector('vectreal-scene') as HTMLElement & { setVariant(name: string): Promise<void> }
    ).setVariant('Graphite'),
  )
  await button('Variant').click()
  expect(await radio('Graphite').getAttribute('aria-checked')).toBe('true')
  const names = await bar.getByRole('button').evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel))
  expect(names).toEqual(['Variant', 'Dimensions', 'Reset view', 'Share picture', 'Full screen'])
  await page.evaluate(() =>
    document.querySelector('vectreal-scene')!.setAttribute('toolbar', 'share reset x'),
  )
  await expect
    .poll(() => bar.getByRole('button').evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel)))
    .toEqual(['Share picture', 'Reset view'])
  await page.evaluate(() => document.querySelector('vectreal-scene')!.setAttribute('toolbar', 'none'))
  await expect.poll(() => bar.count()).toBe(0)
})

test('leads through a tour, with a text for each step', async () => {
  Object.assign(platform.settings, {
    toolbar: ['tour'],
    cameras: CAMERAS,
    tour: [
      { camera: 'Front', text: 'Lamps of glass' },
      { camera: 'Gone', text: 'A camera that is no more' },
      { camera: 'الجانب', text: 'من الجانب' },
    ],
  })
  const { page, bar, button } = await open({ attributes: '' })
  await button('Next').click()
  await page.getByText('Lamps of glass').waitFor()
  expect(await bar.innerText()).toBe('1 of 2')
  expect(await button('Previous').getAttribute('aria-disabled')).toBe('true')
  await button('Next').click()
  await page.getByText('من الجانب').waitFor()
  expect(await button('Next').getAttribute('aria-disabled')).toBe('true')
})

test('plays, pauses and winds an animation', async () => {
  await platform.setModel('cases/anim-duplicate-names.glb')
  Object.assign(platform.settings, { animation: { autoplay: false } })
  const { page, button, radio } = await open({ attributes: 'toolbar="animations"' })
  await button('Animation').click()
  const timeline = page.getByRole('slider', { name: 'Position in the animation' })
  await timeline.press('End')
  const valueText = () => timeline.evaluate((one) => one.ariaValueText)
  expect(await valueText()).toMatch(/^(\S+ sec) \/ \1$/)
  await radio('Take 001 (2)').click()
  await page.getByRole('button', { name: 'Pause animation' }).click()
  await page.getByRole('button', { name: 'Play animation' }).waitFor()
})

describe('a narrow place', () => {
  test('of 120 pixels has a menu, and nothing leaves the picture', async () => {
    const { page, bar, button, radio } = await open({ width: 120, height: 160 })
    const element = page.locator('vectreal-scene')
    await button('More controls').click()
    for (const one of await bar.getByRole('button').all()) {
      await one.scrollIntoViewIfNeeded()
      expect(await isInside(one, element)).toBe(true)
    }
    await button('Variant').focus()
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('Signal Red')
    await page.keyboard.press('End')
    expect(await isInside(radio('Graphite'), element)).toBe(true)
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('Variant')
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('More controls')
    expect(await button('Variant').isVisible()).toBe(false)
  })

  test.each(['en', 'ja'])('of 120 pixels leads through a tour in %s, its text in sight', async (lang) => {
    Object.assign(platform.settings, { cameras: CAMERAS, tour: [{ camera: 'Front', text: LONG_TEXT }] })
    const { page, bar } = await open({ attributes: `toolbar lang="${lang}"`, width: 120, height: 160 })
    const element = page.locator('vectreal-scene')
    await bar.locator('.vectreal-tool-more').click()
    const steps = bar.locator('.vectreal-tour button')
    for (const one of await steps.all()) {
      await one.scrollIntoViewIfNeeded()
      expect(await isInside(one, element)).toBe(true)
    }
    await steps.last().click()
    const text = page.getByText(LONG_TEXT)
    await text.waitFor()
    expect(await isInside(text, element)).toBe(true)
    await bar.locator('.vectreal-tool-variants').click()
    await page.getByRole('radio', { name: 'Signal Red' }).waitFor()
    expect(await text.isVisible()).toBe(false)
    expect((await page.getByRole('radiogroup').boundingBox())!.height).toBeGreaterThan(80)
  })

  test('shows sixty variants in a list that scrolls, each within reach', async () => {
    await platform.setModel(await withVariants(60))
    const { page, button, radio } = await open({ width: 320, height: 240 })
    await button('More controls').or(button('Variant')).first().click()
    if (await button('Variant').isVisible()) await button('Variant').click()
    expect(await page.getByRole('radio').count()).toBeGreaterThanOrEqual(60)
    await page.keyboard.press('End')
    expect(await focused(page)).toBe('Colour 60')
    expect(await isInside(radio('Colour 60'), page.locator('vectreal-scene'))).toBe(true)
  })
})

test('in Arabic the arrow keys follow the eye', async () => {
  Object.assign(platform.settings, { cameras: CAMERAS })
  const { page, button } = await open({ attributes: 'toolbar="cameras reset" lang="ar"' })
  await button('المنظر').focus()
  await page.keyboard.press('ArrowLeft')
  expect(await focused(page)).toBe('إعادة ضبط العرض')
})

test.each(['de_DE', 'de-', 'de_DE.UTF-8'])(
  'speaks German on a page that calls it %s, with every control',
  async (lang) => {
    Object.assign(platform.settings, { dimensions: { show: true, unit: 'm' } })
    const { page, button } = await open({ attributes: `toolbar lang="${lang}"` })
    await button('Maße').click()
    await page.getByRole('radio', { name: 'Zentimeter' }).click()
    await expect.poll(() => page.locator('vectreal-scene [part=dimension]').count()).toBe(3)
  },
)

test('names keep their own direction: Arabic in an English page', async () => {
  Object.assign(platform.settings, { cameras: CAMERAS })
  const { page, button, radio } = await open({ attributes: 'toolbar="cameras"' })
  await button('View').click()
  const directionOf = (name: string) =>
    radio(name)
      .locator('.vectreal-name')
      .evaluate((one) => getComputedStyle(one).direction)
  expect([await directionOf('Front'), await directionOf('الجانب')]).toEqual(['ltr', 'rtl'])
  await radio('Front').focus()
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('الجانب')
})

test('names without a place to break are read whole, in the list and in a note', async () => {
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'
  Object.assign(platform.settings, {
    cameras: [{ ...CAMERAS[0], name: long }],
    hotspots: [{ ...SEAT, description: long }],
  })
  const { page, button, radio } = await open({ attributes: 'toolbar="cameras"', width: 200 })
  const isWhole = (one: Locator) => one.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)
  await page.getByRole('button', { name: 'Seat' }).click()
  expect(await isWhole(page.locator('vectreal-scene [part=note]'))).toBe(true)
  await button('View').click()
  expect(await isInside(radio(long), page.locator('vectreal-scene'))).toBe(true)
  expect(await isWhole(radio(long))).toBe(true)
})

test('Escape closes a note and not the dialog around it', async () => {
  Object.assign(platform.settings, { hotspots: [SEAT] })
  const { page } = await open({
    around: '<dialog id="d" style="width:90%">$</dialog>',
    before: showDialog,
  })
  const seat = page.getByRole('button', { name: 'Seat' })
  await seat.press('Enter')
  await page.keyboard.press('Escape')
  expect(await seat.getAttribute('aria-expanded')).toBe('false')
  expect(await page.evaluate(() => (document.querySelector('#d') as HTMLDialogElement).open)).toBe(true)
})

test('a screen reader is told what is seen', async () => {
  Object.assign(platform.settings, { cameras: CAMERAS, hotspots: [SEAT] })
  const { page, button } = await open({ attributes: 'toolbar="variants cameras reset" alt="A sedan"' })
  await page.getByRole('button', { name: 'Seat' }).click()
  await button('Variant').click()
  expect(await page.locator('vectreal-scene').ariaSnapshot()).toMatchInlineSnapshot(`
    "- application "A sedan":
      - button "Seat" [expanded]
      - strong: Seat
      - text: Of leather. Arrow keys turn the model. Plus and minus zoom. Shift with arrow keys moves it. Space plays or pauses. 0 resets the view. Escape leaves the viewer.
    - toolbar "3D view controls":
      - button "Variant" [expanded]
      - button "View"
      - button "Reset view"
    - radiogroup "Variant":
      - radio "Signal Red" [checked]
      - radio "Ocean Blue"
      - radio "Graphite"
    - link "Sports Sedan (with material variants) by Kenney, CC0-1.0":
      - /url: https://github.com/pmndrs/market-assets"
  `)
})

test('a finger that taps a hotspot presses it, and one that scrolls the page over it does not', async () => {
  Object.assign(platform.settings, { hotspots: [SEAT] })
  const { page } = await open({ around: '$<div style="height:3000px"></div>' })
  const hotspot = page.locator('vectreal-scene [data-hotspot]')
  const box = (await hotspot.boundingBox())!
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  const device = await page.context().newCDPSession(page)
  const touch = (type: string, ...touchPoints: { x: number; y: number }[]) =>
    device.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints })
  await touch('touchStart', { x, y })
  await touch('touchEnd')
  await expect.poll(() => hotspot.getAttribute('aria-expanded')).toBe('true')
  await touch('touchStart', { x, y })
  for (const step of [20, 40, 60, 80, 100]) await touch('touchMove', { x, y: y - step })
  await touch('touchEnd')
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(40)
  // Another press would have closed it.
  expect(await hotspot.getAttribute('aria-expanded')).toBe('true')
})

describe('full screen', () => {
  const noFullscreen = (page: Page) =>
    page.addInitScript(() =>
      Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false }),
    )

  test('is that of the browser where it has one, in a dialog as well', async () => {
    const { page, button } = await open({
      around: '<dialog id="d" style="width:90%">$</dialog>',
      before: showDialog,
    })
    await button('Full screen').click()
    await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe('vectreal-scene')
    await button('Exit full screen').click()
    await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull()
  })

  test('is a layer where the browser has none, over all that the page does to it, with focus kept inside', async () => {
    const { page, button } = await open({
      around: '<div style="transform:scale(.9);overflow:hidden;height:200px">$</div>',
      before: noFullscreen,
    })
    await button('Full screen').click()
    const box = (await page.locator('vectreal-scene').boundingBox())!
    expect(box).toMatchObject({ x: 0, y: 0, ...page.viewportSize()! })
    const places = new Set<string | null>()
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press('Tab')
      places.add(await focused(page))
    }
    expect([...places]).not.toContain('After')
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('Full screen')
    expect((await page.locator('vectreal-scene').boundingBox())!.width).toBeLessThan(box.width)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('After')
    expect(await page.locator('[inert]').count()).toBe(0)
  })

  test('ends with the scene, and leaves the page as it was', async () => {
    const { page, button } = await open({ before: noFullscreen })
    await button('Full screen').click()
    await page.evaluate(() => document.querySelector('vectreal-scene')!.remove())
    await expect.poll(() => page.locator('[inert]').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.style.overflow)).toBe('')
  })
})

test('a picture is shared by download where the device has no sheet for it', async () => {
  const { page, button } = await open()
  const download = page.waitForEvent('download')
  await button('Share picture').click()
  expect((await download).suggestedFilename()).toBe('Chair.png')
})

test('forced colours leave the picture of the play button, the edges of notes, and which choice is made', async () => {
  await platform.setModel('cases/anim-duplicate-names.glb')
  Object.assign(platform.settings, { animation: { autoplay: false }, hotspots: [SEAT] })
  const { page, button, radio } = await open({
    attributes: 'toolbar="dimensions"',
    before: (page) => page.emulateMedia({ forcedColors: 'active' }),
  })
  const colours = await page.locator('vectreal-scene .vectreal-play').evaluate((one) => ({
    picture: getComputedStyle(one, '::before').backgroundColor,
    button: getComputedStyle(one).backgroundColor,
  }))
  expect(colours.picture).not.toBe(colours.button)
  await page.getByRole('button', { name: 'Seat' }).click()
  const edge = await page.locator('vectreal-scene [part=note]').evaluate((one) => ({
    border: getComputedStyle(one).borderTopColor,
    note: getComputedStyle(one).backgroundColor,
  }))
  expect(edge.border).not.toBe(edge.note)
  await button('Dimensions').click()
  const borderOf = (name: string) => radio(name).evaluate((one) => getComputedStyle(one).borderTopColor)
  await radio('Off').waitFor()
  expect(await borderOf('Off')).not.toBe(await borderOf('meters'))
  // As the panel is: no edge to be seen.
  expect(await borderOf('meters')).toBe(
    await page
      .locator('vectreal-scene .vectreal-tool-panel')
      .evaluate((one) => getComputedStyle(one).backgroundColor),
  )
})

test.each([
  ['as it is', {}],
  ['with forced colours and less motion', { forcedColors: 'active', reducedMotion: 'reduce' }],
  ['at four times the size', { zoom: true }],
] as const)('axe finds nothing %s', async (_how, options) => {
  Object.assign(platform.settings, { cameras: CAMERAS })
  const isZoomed = 'zoom' in options
  const { page, button } = await open({
    ...(isZoomed ? { width: 280, height: 220 } : {}),
    before: (page) => page.emulateMedia('zoom' in options ? {} : options),
  })
  expect(await findings(page)).toEqual([])
  if (await button('More controls').isVisible()) await button('More controls').click()
  await button('Variant').click()
  expect(await findings(page)).toEqual([])
})
