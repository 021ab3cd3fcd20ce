/** AR from the button to what a device opens, on the real platform: the key never leaves the page. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSite, useBrowsers, visit, waitForState, type Site, type Visit } from './browser-site.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1'

let platform: RealPlatform
let site: Site
let car: Showcase
let zombie: Showcase
const visits: Visit[] = []

useBrowsers()
beforeAll(async () => {
  ;[platform, site] = await Promise.all([startRealPlatform(), startSite()])
  car = await platform.publish()
  zombie = await platform.publish('zombie-skinned-animated.glb')
})
afterAll(() => Promise.all([platform?.close(), site?.close()]))
afterEach(async () => {
  await Promise.all(visits.splice(0).map((one) => one.close()))
})

interface Opened {
  readonly page: Page
  /** What was followed: address, `rel` and the first child of each link. */
  readonly followed: { href: string; rel: string; child: string | undefined }[]
  readonly statuses: string[]
  /** The statuses that requests for URLs got. */
  readonly responses: number[]
}

const sceneTag = ({ sceneId, token }: Showcase, style = 'height:300px') =>
  `<vectreal-scene ar lang="en" style="${style}" scene-id="${sceneId}" api-key="${token}"></vectreal-scene>`

async function open(
  userAgent: string | null,
  shown = car,
  body = sceneTag(shown),
  address = '',
): Promise<Opened> {
  site.show(`<script async src="${platform.url}/embed/v1.js"></script><body>${body}</body>`)
  const followed: Opened['followed'] = []
  const statuses: string[] = []
  const responses: number[] = []
  const before = async (page: Page): Promise<void> => {
    page.on('response', (response) => response.url().endsWith('/ar') && responses.push(response.status()))
    await page.exposeFunction('tellLink', (link: Opened['followed'][number]) => followed.push(link))
    await page.exposeFunction('tellStatus', (status: string) => statuses.push(status))
    await page.addInitScript((agent) => {
      if (agent !== null) {
        Object.defineProperty(navigator, 'userAgent', { get: () => agent })
        if (/iPhone/.test(agent)) DOMTokenList.prototype.supports = (token) => token === 'ar'
      }
      Object.defineProperty(navigator, 'xr', { value: undefined })
      const told = window as unknown as { tellLink(link: object): void; tellStatus(status: string): void }
      addEventListener('click', (event) => {
        const anchor = event.target
        if (!(anchor instanceof HTMLAnchorElement)) return
        event.preventDefault()
        told.tellLink({ href: anchor.href, rel: anchor.rel, child: anchor.firstElementChild?.tagName })
      })
      addEventListener('ar-status', (event) => told.tellStatus((event as CustomEvent).detail.status))
    }, userAgent)
  }
  const opened = await visit(site.url + address, { before })
  visits.push(opened)
  await waitForState(opened.page, 'ready')
  return { page: opened.page, followed, statuses, responses }
}

const arButton = (page: Page) => page.getByRole('button', { name: 'View in your space' })

test('Android gets an intent whose file is the model, and comes back with a word where it has no app', async () => {
  const { page, followed, statuses } = await open(ANDROID)
  await arButton(page).click()
  await expect.poll(() => followed.length, { timeout: 20_000 }).toBe(1)
  const { href } = followed[0]!
  expect(href).toMatch(/^intent:\/\/arvr\.google\.com\/scene-viewer\/1\.2\?/)
  expect(href).not.toContain(car.token)
  const file = new URL(href).searchParams.get('file')!
  const model = await fetch(`${file}?mode=ar_preferred`)
  expect([model.status, model.headers.get('content-type')]).toEqual([200, 'model/gltf-binary'])
  const fallback = decodeURIComponent(/S\.browser_fallback_url=([^;]+)/.exec(href)![1]!)
  await page.evaluate((url) => {
    location.href = url
  }, fallback)
  await page.getByText('AR could not be opened on this device.').waitFor()
  expect(page.url()).not.toContain('#')
  expect(statuses).toEqual(['opened', 'failed'])
})

test('an iPhone gets a link with a picture in it to a USDZ', async () => {
  const { page, followed } = await open(IPHONE)
  await arButton(page).click()
  await expect.poll(() => followed.length, { timeout: 20_000 }).toBe(1)
  const { href, rel, child } = followed[0]!
  expect([rel, child]).toEqual(['ar', 'IMG'])
  expect(href).toMatch(/\.usdz$/)
  expect((await fetch(href)).headers.get('content-type')).toBe('model/vnd.usdz+zip')
})

test('a model that an iPhone cannot be given is not offered to it', async () => {
  const { page, responses } = await open(IPHONE, zombie)
  await expect.poll(() => responses, { timeout: 20_000 }).toContain(201)
  expect(await arButton(page).count()).toBe(0)
})

test('a phone that comes by the code finds its scene in view, and the button in focus', async () => {
  const far = 'display:block;height:200px;margin-top:4000px'
  const body = sceneTag(zombie, far) + sceneTag(car, far) + sceneTag(zombie, far)
  const { page } = await open(ANDROID, car, body, `/?q=1#reviews&vectreal-ar=${car.sceneId}`)
  const isFocused = () => arButton(page).evaluateAll((all) => all.map((one) => one.matches(':focus')))
  await expect.poll(isFocused, { timeout: 20_000 }).toEqual([true])
  const seen = await page.locator('vectreal-scene').evaluateAll((scenes) =>
    scenes.map((scene) => {
      const { top, bottom } = scene.getBoundingClientRect()
      return [scene.dataset['vectrealState'], top >= 0 && bottom <= innerHeight]
    }),
  )
  expect(seen).toEqual([
    ['idle', false],
    ['ready', true],
    ['idle', false],
  ])
})

test('a phone that does not find the app twice hears of it once each time, and keeps the address', async () => {
  const { page, statuses } = await open(ANDROID, car, sceneTag(car), '/?q=1#reviews')
  for (const times of [1, 2]) {
    await arButton(page).click()
    await expect.poll(() => statuses.length, { timeout: 20_000 }).toBe(times * 2 - 1)
    await page.evaluate(() => void (location.hash = '#vectreal-ar-none'))
    await expect.poll(() => statuses.length, { timeout: 20_000 }).toBe(times * 2)
    expect(page.url()).toBe(`${site.url}/?q=1#reviews`)
  }
  expect(statuses).toEqual(['opened', 'failed', 'opened', 'failed'])
})

test.each([
  ['right', 0],
  ['an hour behind', -60],
  ['an hour ahead', 60],
])(
  'a phone that comes back after ten minutes gets an address that opens; its clock is %s',
  async (_name, skew) => {
    const tenMinutes = 600_000
    const clock = `<script>{ const { now } = Date; window.skew = ${skew * 60_000}; Date.now = () => now() + window.skew }</script>`
    const { page, followed } = await open(ANDROID, car, clock + sceneTag(car))
    await arButton(page).waitFor()
    platform.advance(tenMinutes)
    try {
      await page.evaluate((by) => {
        ;(window as unknown as { skew: number }).skew += by
      }, tenMinutes)
      await arButton(page).click()
      await expect.poll(() => followed.length, { timeout: 20_000 }).toBe(1)
      const file = new URL(followed[0]!.href).searchParams.get('file')!
      expect((await fetch(file)).status).toBe(200)
    } finally {
      platform.advance(-tenMinutes)
    }
  },
)

test('a desktop shows a code of this page with the scene in it, and gives the focus back', async () => {
  const { page, statuses } = await open(null)
  await arButton(page).waitFor()
  expect(await arButton(page).getAttribute('tabindex')).toBe('0')
  await arButton(page).click()
  const code = page.getByRole('dialog').getByRole('img')
  await code.waitFor()
  expect(await code.getAttribute('aria-label')).toBe(`${site.url}/#vectreal-ar=${car.sceneId}`)
  expect(await page.getByRole('dialog').textContent()).toContain('Scan this code with your phone')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(statuses).toEqual(['opened'])
})
