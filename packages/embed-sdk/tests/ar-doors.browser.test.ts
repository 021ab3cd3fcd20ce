/** AR by the element, the iframe and React alike: the code on a desktop, the phone that comes by it, and what is told. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from './api-server.js'
import { useBrowsers, visit, type Visit } from './browser-site.js'
import { DOORS, heard, openDoor, startDoorSite, type DoorKind, type DoorPage } from './doors.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'

let platform: RealPlatform
let site: TestServer
let car: Showcase
const visits: Visit[] = []

useBrowsers()
beforeAll(async () => {
  ;[platform, site] = await Promise.all([startRealPlatform(), startDoorSite()])
  car = await platform.publish()
})
afterAll(() => Promise.all([platform?.close(), site?.close()]))
afterEach(async () => {
  await Promise.all(visits.splice(0).map((one) => one.close()))
})

interface Opened extends DoorPage {
  readonly page: Page
  /** What holds the scene: the page or its frame. */
  inside(): Page | Frame
  /** What links were followed. */
  readonly followed: string[]
}

interface Emulator {
  readonly XRDevice: new (
    configuration: unknown,
  ) => {
    readonly position: { set(x: number, y: number, z: number): void }
    installRuntime(options: { readonly forceInstall: boolean }): void
  }
  readonly metaQuest3: unknown
}

interface Device {
  readonly controllers: { readonly right: { updateButtonValue(button: string, value: number): void } }
  readonly activeSession: { requestAnimationFrame(act: () => void): void }
}

/** A headset in the browser, in each of its frames. */
async function installHeadset(page: Page): Promise<void> {
  const emulator = createRequire(new URL('../../viewer-core/package.json', import.meta.url)).resolve('iwer')
  await page.addInitScript({ path: join(dirname(emulator), '../build/iwer.min.js') })
  await page.addInitScript(() => {
    const { IWER } = window as never as { IWER: Emulator }
    const device = new IWER.XRDevice(IWER.metaQuest3)
    device.installRuntime({ forceInstall: true })
    device.position.set(0, 1.6, 0)
    Object.assign(window, { device })
  })
}

/** Pulls the trigger of the headset. */
async function select(page: DoorPage): Promise<void> {
  await page.runInside(async () => {
    const { device } = window as never as { device: Device }
    const frame = () => new Promise<void>((resolve) => device.activeSession.requestAnimationFrame(resolve))
    await frame()
    for (const value of [1, 0]) {
      device.controllers.right.updateButtonValue('trigger', value)
      await frame()
      await frame()
    }
  }, null)
}

/** The scene stands below the fold of a long page. */
async function open(
  kind: DoorKind,
  userAgent: string | null,
  { path = '/', hasHeadset = false } = {},
): Promise<Opened> {
  const followed: string[] = []
  const before = async (page: Page): Promise<void> => {
    await page.exposeFunction('tellLink', (href: string) => followed.push(href))
    if (hasHeadset) return installHeadset(page)
    await page.addInitScript((agent) => {
      if (agent !== null) Object.defineProperty(navigator, 'userAgent', { get: () => agent })
      Object.defineProperty(navigator, 'xr', { value: undefined })
      addEventListener('click', (event) => {
        if (!(event.target instanceof HTMLAnchorElement)) return
        event.preventDefault()
        ;(window as unknown as { tellLink(href: string): void }).tellLink(event.target.href)
      })
    }, userAgent)
  }
  const opened = await visit(site.url + path, { before })
  visits.push(opened)
  const { page } = opened
  const inside = () => page.frames()[1] ?? page
  const doorPage: DoorPage = {
    run: (task, argument) => page.evaluate(task as never, argument as never) as never,
    runInside: (task, argument) => inside().evaluate(task as never, argument as never) as never,
  }
  await page.evaluate(() => {
    document.body.style.marginBlock = '3000px'
  })
  await openDoor(doorPage, kind, {
    baseUrl: platform.url,
    sceneId: car.sceneId,
    apiKey: car.token,
    ar: true,
    lang: 'en',
  })
  return { page, inside, followed, ...doorPage }
}

const arButton = (inside: Page | Frame) => inside.getByRole('button', { name: 'View in your space' })

const scrollToScene = ({ page }: Opened): Promise<void> =>
  page.locator('vectreal-scene, iframe, [data-vectreal-viewer]').first().scrollIntoViewIfNeeded()

const statusesOf = (page: DoorPage) => async () => (await heard(page)).arStatuses

describe.each(DOORS)('%s', (kind) => {
  test('shows a desktop a code of the page as it is now, and tells that it is open', async () => {
    const opened = await open(kind, null)
    await scrollToScene(opened)
    await arButton(opened.inside()).waitFor({ timeout: 120_000 })
    // A router has moved on meanwhile.
    await opened.page.evaluate(() => history.pushState(null, '', '/chairs?page=2'))
    await arButton(opened.inside()).click()
    const code = opened.inside().getByRole('dialog').getByRole('img')
    await code.waitFor()
    expect(await code.getAttribute('aria-label')).toBe(`${site.url}/chairs?page=2#vectreal-ar=${car.sceneId}`)
    await expect.poll(statusesOf(opened)).toEqual(['opened'])
  })

  test('leads a phone that came by the code to its scene and its button, and tells what came of it', async () => {
    const opened = await open(kind, ANDROID, { path: `/#reviews&vectreal-ar=${car.sceneId}` })
    await arButton(opened.page.frames()[1] ?? opened.page).waitFor({ timeout: 120_000 })
    const isFocused = () => arButton(opened.inside()).evaluate((button) => button.matches(':focus'))
    await expect.poll(isFocused, { timeout: 20_000 }).toBe(true)
    const place = await opened.page
      .locator('body > div')
      .evaluate((box) => box.getBoundingClientRect().toJSON())
    expect([place.top >= 0, place.bottom <= 240]).toEqual([true, true])
    await opened.page.keyboard.press('Enter')
    await expect.poll(() => opened.followed.length, { timeout: 20_000 }).toBe(1)
    expect(opened.followed[0]).toMatch(/^intent:\/\/arvr\.google\.com\/scene-viewer\/1\.2\?/)
    // No browser of Android goes to another address from a frame.
    expect(opened.followed[0]?.includes('S.browser_fallback_url=')).toBe(kind !== 'iframe')
    expect(opened.followed[0]).not.toContain(car.token)
    await expect.poll(statusesOf(opened)).toEqual(['opened'])
  })

  test('tells how far a visitor has come with a session in the page', async () => {
    const opened = await open(kind, null, { hasHeadset: true })
    await scrollToScene(opened)
    await arButton(opened.inside()).waitFor({ timeout: 120_000 })
    await arButton(opened.inside()).click()
    await expect.poll(statusesOf(opened)).toEqual(['searching'])
    await select(opened)
    await expect.poll(statusesOf(opened)).toEqual(['searching', 'placed'])
    await opened.inside().getByRole('button', { name: 'Close' }).click()
    await expect.poll(statusesOf(opened)).toEqual(['searching', 'placed', 'ended'])
  })
})

test('an iframe whose page runs none of our scripts offers a desktop no code', async () => {
  const opened = await open('iframe', null)
  const address = await opened.page.locator('iframe').evaluate((frame: HTMLIFrameElement) => frame.src)
  await opened.page.evaluate((src) => {
    document.body.innerHTML = `<iframe width="240" height="180" src="${src}"></iframe>`
  }, address)
  await scrollToScene(opened)
  const frame = opened.page.frameLocator('iframe')
  await frame.locator('vectreal-scene[data-vectreal-state=ready]').waitFor({ timeout: 120_000 })
  await frame.getByRole('toolbar').waitFor({ state: 'attached' })
  expect(await frame.getByRole('button', { name: 'View in your space' }).count()).toBe(0)
})
