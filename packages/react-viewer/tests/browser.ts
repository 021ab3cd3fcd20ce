/** One browser and one built page for a test file. */
import { rm } from 'node:fs/promises'
import { launchBrowser, readPicture } from '@vectreal/test-kit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { buildPage } from './build-page.js'
import type { Kit } from './page/main.js'
import { type SceneServer, startSceneServer } from './scene-server.js'

declare global {
  interface Window {
    kit: Kit
  }
}

export interface BrowserTest {
  readonly page: Page
  readonly server: SceneServer
  /** Everything the page asked for so far. */
  readonly requested: readonly string[]
  /** What the page logged as an error or threw. */
  readonly complaints: readonly string[]
  /** How much of a part of the page is something else than its corners. */
  coverage(selector: string): Promise<number>
}

/** A fresh page on the site for every test. */
export function useBrowser(): BrowserTest {
  let folder = ''
  let browser: Browser | null = null
  let server: SceneServer | null = null
  let page: Page | null = null
  let requested: string[] = []
  let complaints: string[] = []

  beforeAll(async () => {
    folder = await buildPage()
    server = await startSceneServer(folder)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    requested = []
    complaints = []
    page = await browser!.newPage({ viewport: { width: 800, height: 600 } })
    // A software GPU on a busy machine takes its time.
    page.setDefaultTimeout(90_000)
    page.on('request', (request) => requested.push(request.url()))
    page.on('pageerror', (error) => complaints.push(String(error.stack)))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(server!.siteOrigin)
  })
  afterEach(async () => {
    await page?.close()
    server?.refuse(null)
    server?.replaceModel(null)
    server?.holdModelAfter(null)
    server?.setSettings({})
    server?.setPolicy(null)
    server?.requests.splice(0)
  })
  return {
    get page() {
      return page!
    },
    get server() {
      return server!
    },
    get requested() {
      return requested
    },
    get complaints() {
      return complaints
    },
    coverage: async (selector) => (await readPicture(browser!, page!.locator(selector))).coverage,
  }
}
