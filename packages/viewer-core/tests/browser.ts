/** One browser and one built page for a test file; a fresh page for every test. */
import { launchBrowser } from '@vectreal/test-kit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { Kit } from './page/main.js'
import { startTestSite, type TestSite } from './test-site.js'

declare global {
  interface Window {
    kit: Kit
  }
}

export interface BrowserTest {
  readonly page: Page
  readonly site: TestSite
  /** Everything the page asked for so far. */
  readonly requested: readonly string[]
  /** Loads the page again under a Content-Security-Policy. */
  reload(contentSecurityPolicy: string | null): Promise<void>
}

export function useBrowser(): BrowserTest {
  let browser: Browser | null = null
  let site: TestSite | null = null
  let page: Page | null = null
  const requested: string[] = []

  beforeAll(async () => {
    site = await startTestSite()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  beforeEach(async () => {
    requested.length = 0
    page = await browser!.newPage({ viewport: { width: 800, height: 600 } })
    // A software GPU on a busy machine takes its time.
    page.setDefaultTimeout(90_000)
    page.on('request', (request) => requested.push(request.url()))
    await page.goto(site!.origin)
  })
  afterEach(async () => {
    site?.setPolicy(null)
    await page?.close()
  })
  return {
    get page() {
      return page!
    },
    get site() {
      return site!
    },
    requested,
    async reload(policy) {
      site!.setPolicy(policy)
      await page!.goto(site!.origin)
    },
  }
}
