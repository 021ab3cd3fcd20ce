/** Pages of somebody else's site, on an origin of their own, and what happened in a browser that opened them. */
import { launchBrowser } from '@vectreal/test-kit'
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll } from 'vitest'
import { KEY, startServer, type TestServer } from './api-server.js'

export interface Site extends TestServer {
  /** Shows `html` under `path`, with these headers. */
  show(html: string, headers?: Record<string, string>, path?: string): void
  /** Serves `body` as it is. */
  serve(path: string, body: string, type: string): void
}

export async function startSite(): Promise<Site> {
  const files = new Map<string, { body: string; headers: Record<string, string> }>()
  const server = await startServer((_req, res, url) => {
    const file = files.get(url.pathname)
    if (file === undefined) return void res.writeHead(404).end()
    res.writeHead(200, file.headers).end(file.body)
  }, 'localhost')
  return {
    ...server,
    show(html, headers = {}, path = '/') {
      files.set(path, {
        body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${html}</html>`,
        headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      })
    },
    serve: (path, body, type) => void files.set(path, { body, headers: { 'content-type': type } }),
  }
}

/** Chromium's own switches for all pages of a test file. */
export interface VisitOptions {
  readonly args?: string[]
  readonly before?: (page: Page) => Promise<unknown>
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly requests: Request[]
  /** Lines of the console, errors of the page included. */
  readonly console: string[]
  close(): Promise<void>
}

/** One browser a test file for each set of switches. */
const browsers = new Map<string, Promise<Browser>>()

/** Called once at the head of a file whose tests `visit`. */
export function useBrowsers(): void {
  afterAll(async () => {
    for (const browser of browsers.values()) await (await browser).close()
    browsers.clear()
  })
}

/** Opens a page without a past. It is small, because a software GPU is paid by the pixel. */
export async function visit(url: string, { args = [], before }: VisitOptions = {}): Promise<Visit> {
  const switches = args.join(' ')
  const launched = browsers.get(switches) ?? launchBrowser({ args })
  browsers.set(switches, launched)
  const context = await (await launched).newContext({ viewport: { width: 320, height: 240 } })
  const page = await context.newPage()
  const requests: Request[] = []
  const lines: string[] = []
  page.on('request', (request) => requests.push(request))
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => lines.push(`pageerror: ${error.message}`))
  await before?.(page)
  await page.goto(url)
  return { page, context, requests, console: lines, close: () => context.close() }
}

/** Waits until the first `<vectreal-scene>` is in `state`. */
export async function waitForState(page: Page, state: string, selector = 'vectreal-scene'): Promise<void> {
  await page
    .locator(`${selector}[data-vectreal-state="${state}"]`)
    .first()
    .waitFor({ state: 'attached', timeout: 120_000 })
}

/** The element as a site builder writes it. */
export function scene(attributes = '', children = ''): string {
  return `<vectreal-scene scene-id="chair" api-key="${KEY}" ${attributes}>${children}</vectreal-scene>`
}

/** What stands over the poster. */
export async function messageOf(page: Page): Promise<string> {
  return page.locator('vectreal-scene [part=message]').first().innerText()
}
