/** The built dashboard, served as the platform serves it, over the whole API on a database of its own. */
import type { RequestListener } from 'node:http'
import { launchBrowser } from '@vectreal/test-kit'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterEach } from 'vitest'
import {
  PASSWORD,
  type Person,
  startPlatform,
  type TestPlatform,
} from '../../../../packages/scene-api/tests/support/platform.js'
import { createPages } from '../../../platform/src/pages.js'

export { PASSWORD, type Person }

export interface TestDashboard extends TestPlatform {
  readonly browser: Browser
  /** A browser of its own, signed in as `person`; `null`: as nobody. */
  open(person: Person | null, options?: BrowserContextOptions): Promise<Page>
  pageUrl(path: string): string
}

export async function startDashboard(
  options: Parameters<typeof startPlatform>[0] = {},
  browserOptions: Parameters<typeof launchBrowser>[0] = {},
): Promise<TestDashboard> {
  const platform = await startPlatform(options)
  const { logger } = platform.app.context
  const pages = createPages({
    sourceUrl: `${platform.url}/docs/licence`,
    publicUrl: platform.url,
    port: Number(new URL(platform.url).port),
    logger,
  })
  platform.serveRest(pages as RequestListener)
  const browser = await launchBrowser({
    ...browserOptions,
    // Hardly anything here is 3D: putting pages together without the software GPU takes a fraction of the time.
    args: ['--disable-gpu-compositing', ...(browserOptions.args ?? [])],
  })
  const contexts: BrowserContext[] = []
  // Pages that are left open go on asking the server and painting.
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())))
  return {
    ...platform,
    browser,
    pageUrl: (path) => `${platform.url}/dashboard${path}`,
    async open(person, contextOptions = {}) {
      const context = await browser.newContext({ baseURL: platform.url, ...contextOptions })
      // The machines that run this are shared; a slow one is no failure.
      context.setDefaultTimeout(60_000)
      contexts.push(context)
      if (person) await context.addCookies(cookiesOf(person, platform.url))
      return context.newPage()
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      await browser.close()
      await platform.close()
    },
  }
}

function cookiesOf(person: Person, url: string) {
  return (person.credentials['cookie'] ?? '').split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}

/** What went wrong in the page while `run` was under way: script errors and everything the policy refused. */
export function watchPage(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /content security policy|refused to|uncaught/i.test(message.text())) {
      complaints.push(message.text())
    }
  })
  return complaints
}
