/** What pages do with a scene while they live: swap it, take it out of their history, keep it, render it by React. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { KEY, type TestServer } from './api-server.js'
import { scene, waitForState, type Visit } from './browser-site.js'
import { startDoorSite } from './doors.js'
import { openPage, platform, site, provideSite } from './own-site.js'

const require = createRequire(import.meta.url)
const HTMX = require.resolve('htmx.org/dist/htmx.min.js')
const TURBO = require.resolve('@hotwired/turbo/dist/turbo.es2017-umd.js')

provideSite()

const script = () => `<script async src="${platform.url}/embed/v1.js"></script>`
const modelsAsked = () =>
  platform.requests.filter(({ path, method }) => path.endsWith('/model') && method === 'GET')

/** Counts graphics contexts that are still alive. */
const countContexts = (page: Page) =>
  page.addInitScript(() => {
    const contexts = new Set<WebGL2RenderingContext>()
    const getContext = HTMLCanvasElement.prototype.getContext as (...args: unknown[]) => unknown
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      const context = getContext.apply(this, args)
      if (context instanceof WebGL2RenderingContext) contexts.add(context)
      return context
    } as never
    Object.assign(window, { liveContexts: () => [...contexts].filter((one) => !one.isContextLost()).length })
  })
const liveContexts = (page: Page) =>
  page.evaluate(() => (window as unknown as { liveContexts(): number }).liveContexts())

describe('while the model is on its way', () => {
  /** Opens the scene; its model comes once `send` is called. */
  async function openHeld() {
    let send = (): void => {}
    const mayCome = new Promise<void>((resolve) => (send = resolve))
    site.show(`${script()}</head><body>${scene()}</body>`)
    const { page, console } = await openPage(site.url, {
      async before(page) {
        await countContexts(page)
        await page.route('**/model', async (route) => {
          await mayCome
          await route.continue()
        })
      },
    })
    await expect.poll(() => liveContexts(page)).toBe(1)
    expect(await page.locator('vectreal-scene canvas').count()).toBe(0)
    return { page, console, send }
  }

  test('the light is made, in the context that the viewer then takes', async () => {
    platform.settings['environment'] = { preset: 'neutral' }
    const { page, console, send } = await openHeld()
    send()
    await waitForState(page, 'ready')
    expect([await liveContexts(page), await page.locator('vectreal-scene canvas').count()]).toEqual([1, 1])
    expect(console).toEqual([])
  })

  test('a context that nobody comes for is given back', async () => {
    await platform.setModel(new TextEncoder().encode('glTF is not in here'))
    const { page, send } = await openHeld()
    send()
    await waitForState(page, 'error')
    await expect.poll(() => liveContexts(page)).toBe(0)
  })

  test('nor is it kept for a scene that has left the page', async () => {
    const { page, console } = await openHeld()
    await page.locator('vectreal-scene').evaluate((element) => element.remove())
    await expect.poll(() => liveContexts(page)).toBe(0)
    expect(console).toEqual([])
  })
})

describe('htmx', () => {
  const PART = `<vectreal-scene scene-id="chair" api-key="${KEY}"></vectreal-scene>`

  beforeEach(async () => {
    site.serve('/htmx.js', await readFile(HTMX, 'utf8'), 'text/javascript')
    site.serve('/part', PART, 'text/html')
    site.show(
      `${script()}<script src="/htmx.js"></script></head><body><main id="main">${PART}</main><p id="other">Other</p></body>`,
    )
  })

  const swap = (page: Page, swaps: number) =>
    page.evaluate(async (swaps) => {
      const { htmx } = window as unknown as { htmx: { ajax(...args: unknown[]): Promise<void> } }
      for (let index = 0; index < swaps; index += 1) await htmx.ajax('GET', '/part', { target: '#main' })
    }, swaps)

  test('twenty swaps leave one scene, one context and no complaint', async () => {
    const { page, console } = await openPage(site.url, { before: countContexts })
    await waitForState(page, 'ready')
    // Some while they load, some when they are drawn.
    for (const swaps of [1, 17, 2]) {
      await swap(page, swaps)
      await waitForState(page, 'ready')
    }
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
    await expect.poll(() => liveContexts(page)).toBe(1)
    expect(console).toEqual([])
    // Unchanged, it comes out of the browser's cache.
    expect(
      modelsAsked()
        .slice(1)
        .every(({ headers }) => headers['if-none-match'] !== undefined),
    ).toBe(true)
  })

  test('the page from its history shows the scene anew', async () => {
    site.serve('/other', '<p>Nothing here</p>', 'text/html')
    const { page, console } = await openPage(site.url)
    await waitForState(page, 'ready')
    await page.evaluate(async () => {
      const { htmx } = window as unknown as { htmx: { ajax(...args: unknown[]): Promise<void> } }
      const link = document.createElement('a')
      link.setAttribute('hx-get', '/other')
      link.setAttribute('hx-push-url', 'true')
      link.setAttribute('hx-target', '#main')
      document.body.append(link)
      ;(htmx as unknown as { process(node: Node): void }).process(link)
      link.click()
    })
    await page.getByText('Nothing here').waitFor()
    await page.evaluate(() => history.back())
    await waitForState(page, 'ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
    expect(console).toEqual([])
  })
})

describe('Turbo', () => {
  const BODY = (name: string, inside: string) =>
    `${script()}<script src="/turbo.js"></script></head><body><h1>${name}</h1>${inside}</body>`

  beforeEach(async () => {
    site.serve('/turbo.js', await readFile(TURBO, 'utf8'), 'text/javascript')
  })

  const go = async (page: Page, path: string, heading: string) => {
    await page.evaluate(
      (path) => (window as unknown as { Turbo: { visit(path: string): void } }).Turbo.visit(path),
      path,
    )
    await page.getByRole('heading', { name: heading }).waitFor()
  }

  test('visits and snapshots show the scene anew each time, and leave one context', async () => {
    site.show(BODY('One', scene()))
    site.show(BODY('Two', scene()), {}, '/two')
    const { page, console } = await openPage(site.url, { before: countContexts })
    await waitForState(page, 'ready')
    for (let round = 0; round < 3; round += 1) {
      await go(page, '/two', 'Two')
      await waitForState(page, 'ready')
      await page.evaluate(() => history.back())
      await page.getByRole('heading', { name: 'One' }).waitFor()
      await waitForState(page, 'ready')
      expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
    }
    await expect.poll(() => liveContexts(page)).toBe(1)
    expect(console).toEqual([])
  })

  test('a permanent scene stays as it is', async () => {
    const kept = `<div id="kept" data-turbo-permanent>${scene()}</div>`
    site.show(BODY('One', kept))
    site.show(BODY('Two', kept), {}, '/two')
    const { page } = await openPage(site.url, { before: countContexts })
    await waitForState(page, 'ready')
    const asked = platform.requests.length
    await go(page, '/two', 'Two')
    expect(await page.locator('vectreal-scene').getAttribute('data-vectreal-state')).toBe('ready')
    expect(await page.locator('vectreal-scene canvas').count()).toBe(1)
    expect(platform.requests.slice(asked).filter(({ path }) => path.startsWith('/api/'))).toEqual([])
  })
})

describe('inside React', () => {
  let doors: TestServer
  beforeAll(async () => {
    doors = await startDoorSite()
  })
  afterAll(() => doors?.close())

  interface ReactWindow {
    React: {
      StrictMode: unknown
      createElement(type: unknown, props: object | null, ...children: unknown[]): unknown
    }
    createRoot(box: HTMLElement): { render(node: unknown): void }
    heard: string[]
    render(props: Record<string, unknown>): void
  }

  /** Renders the element with these props, and with a key function and listeners that cannot come from here. */
  async function openReact(loadScriptFirst: boolean): Promise<Visit> {
    const opened = await openPage(doors.url)
    const { page } = opened
    if (loadScriptFirst) await page.addScriptTag({ url: `${platform.url}/embed/v1.js` })
    await page.evaluate(() => {
      const { React, createRoot } = window as unknown as ReactWindow
      const box = document.createElement('div')
      box.style.width = '240px'
      document.body.append(box)
      const root = createRoot(box)
      const heard: string[] = []
      const render = (props: Record<string, unknown>) =>
        root.render(
          React.createElement(
            React.StrictMode,
            null,
            React.createElement('vectreal-scene', {
              onload: () => heard.push('load'),
              onstatechange: ({ detail }: CustomEvent<{ state: string }>) => heard.push(detail.state),
              ...props,
            }),
          ),
        )
      Object.assign(window, { heard, render })
    })
    return opened
  }

  const render = (page: Page, props: Record<string, unknown>) =>
    page.evaluate((props) => (window as unknown as ReactWindow).render(props), props)
  const heard = (page: Page) => page.evaluate(() => (window as unknown as ReactWindow).heard)

  test.each([
    ['after the script', true],
    ['before the script', false],
  ])('props and events arrive when it renders %s', async (_when, loadScriptFirst) => {
    const { page, console } = await openReact(loadScriptFirst)
    await render(page, { sceneId: 'chair', apiKey: KEY, alt: 'A chair', autoRotate: true })
    if (!loadScriptFirst) await page.addScriptTag({ url: `${platform.url}/embed/v1.js` })
    await waitForState(page, 'ready')
    await page.getByRole('application', { name: 'A chair' }).waitFor()
    expect((await heard(page)).filter((one) => one === 'load')).toHaveLength(1)
    expect((await heard(page)).slice(-2)).toEqual(['ready', 'load'])
    // A prop that goes away, and one that is undefined, are left out.
    await render(page, { sceneId: 'chair', apiKey: KEY, alt: undefined })
    await page.getByRole('application', { name: 'Chair', exact: true }).waitFor()
    expect(
      await page
        .locator('vectreal-scene')
        .evaluate((element) => (element as never as { autoRotate: unknown }).autoRotate),
    ).toBeNull()
    await render(page, { sceneId: 'table', apiKey: KEY })
    await expect
      .poll(async () => (await heard(page)).filter((one) => one === 'load').length, { timeout: 60_000 })
      .toBe(2)
    expect(platform.requests.some(({ path }) => path.includes('/undefined') || path.includes('/null'))).toBe(
      false,
    )
    expect(console.filter((line) => !line.includes('React DevTools'))).toEqual([])
  })

  test('moved to another parent it stays as it is', async () => {
    const { page } = await openReact(true)
    await render(page, { 'scene-id': 'chair', 'api-key': KEY })
    await waitForState(page, 'ready')
    const asked = platform.requests.length
    await page.evaluate(() => {
      const other = document.createElement('section')
      document.body.append(other)
      const element = document.querySelector('vectreal-scene') as Element
      const { moveBefore } = other as Element & { moveBefore?: (node: Node, before: null) => void }
      if (moveBefore) moveBefore.call(other, element, null)
      else other.append(element)
    })
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
    expect(await page.locator('section vectreal-scene').getAttribute('data-vectreal-state')).toBe('ready')
    expect(platform.requests).toHaveLength(asked)
  })
})
