/// <reference lib="dom" />
/**
 * The main path: a published scene, a key, a page on another origin, a revoke that ends it. The
 * platform is a process of its own, the browser is a real one, what is on the screen is read back.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser, readPicture, startPlatform, type PlatformProcess } from '@vectreal/test-kit'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const OWNER = { email: 'owner@demo.vectreal.localhost', password: 'vectreal-demo' }
const ORGANIZATION = 'demo-studio'
/** A software GPU on a shared machine. */
const DRAWN_WITHIN_MS = 120_000
/** A model that is loaded is drawn within a moment. */
const DRAWN = { timeout: DRAWN_WITHIN_MS, interval: 250 }

let dataDir: string
let platform: PlatformProcess
let browser: Browser
/** As the demo page prints them. */
let sceneIds: string[]
let apiKey: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vectreal-e2e-'))
  ;[platform, browser] = await Promise.all([startPlatform({ mode: 'start', dataDir }), launchBrowser()])
  const html = await (await fetch(platform.demoHtmlUrl)).text()
  sceneIds = [...html.matchAll(/scene-id="([^"]+)"/g)].map((match) => match[1] ?? '')
  apiKey = /api-key="([^"]+)"/.exec(html)?.[1] ?? ''
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await platform?.stop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

test('the demo has published scenes and one key', () => {
  expect(sceneIds.length).toBeGreaterThan(0)
  expect(apiKey).toMatch(/^vctrl_[0-9A-Za-z]{43}$/)
})

describe('a page with the script tag', () => {
  test('draws the model, and asks nobody but itself and the platform', async () => {
    const { page, requested } = await openPage(platform.demoHtmlUrl)
    await sceneEvent(page, 'load')
    const scene = page.locator('vectreal-scene').first()
    await expect.poll(() => whatIsShown(scene), DRAWN).toBe('a model')
    const origins = new Set(
      requested.filter((url) => url.startsWith('http')).map((url) => new URL(url).origin),
    )
    expect([...origins].toSorted()).toEqual([platform.url, platform.demoHtmlUrl].toSorted())
    expect(requested.filter((url) => url.includes('vctrl_'))).toEqual([])
    await page.context().close()
  })

  test('says what is wrong with a key that is none', async () => {
    const { page } = await openPage(`${platform.demoHtmlUrl}/refused`)
    expect(await sceneEvent(page, 'error')).toBe('malformed_token')
    await page
      .getByText(/vctrl_ and 43 letters and digits/)
      .first()
      .waitFor()
    await page.context().close()
  })
})

test('a React page draws the same model', async () => {
  const { page } = await openPage(platform.demoReactUrl)
  await page.locator('output[data-phase="ready"]').waitFor({ timeout: DRAWN_WITHIN_MS })
  const viewer = page.locator('.viewer')
  await expect.poll(() => whatIsShown(viewer), DRAWN).toBe('a model')
  await page.context().close()
})

describe('what a page on another site gets', () => {
  const load = (headers: Record<string, string>, path = '') =>
    fetch(`${platform.url}/api/scenes/${sceneIds[0]}${path}`, { headers })

  test.each([
    ['no key', {}, 401, 'missing_token', 'format'],
    ['a key that is none', { Authorization: 'Bearer vctrl_nonsense' }, 401, 'malformed_token', 'format'],
    ['a site that is not allowed', { Origin: 'https://evil.example' }, 403, 'domain_not_allowed', 'domain'],
  ])('%s: a refusal that it can read', async (_what, headers, status, code, layer) => {
    const given: Record<string, string> = { Origin: 'http://localhost:5173', ...headers }
    if (code === 'domain_not_allowed') given['Authorization'] = `Bearer ${apiKey}`
    for (const path of ['', '/model']) {
      const response = await load(given, path)
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect([given['Origin'], '*']).toContain(response.headers.get('access-control-allow-origin'))
      expect(await response.json()).toMatchObject({ code, layer, status })
    }
  })

  test('a request without an origin is refused too', async () => {
    const response = await load({ Authorization: `Bearer ${apiKey}` })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'domain_not_allowed' })
  })

  test('a key in the address is not read', async () => {
    const response = await fetch(
      `${platform.url}/api/scenes/${sceneIds[0]}?token=${apiKey}&api_key=${apiKey}`,
      {
        headers: { Origin: 'http://localhost:5173' },
      },
    )
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'missing_token' })
  })
})

test('a revoked key keeps what is shown, and fails the reload with a readable message', async () => {
  const { page } = await openPage(platform.demoHtmlUrl)
  await sceneEvent(page, 'load')
  await revokeDemoKey()

  await expect.poll(() => whatIsShown(page.locator('vectreal-scene').first()), DRAWN).toBe('a model')
  await page.reload()
  expect(await sceneEvent(page, 'error')).toBe('key_revoked')
  await page
    .getByText(/revoked/)
    .first()
    .waitFor()
  await page.context().close()

  const { page: react } = await openPage(platform.demoReactUrl)
  await react.locator('output[data-phase="error"]').waitFor({ timeout: DRAWN_WITHIN_MS })
  expect(await react.locator('output[data-phase="error"]').textContent()).toMatch(/revoked/)
  // Trying again would not help: the key is dead for good.
  expect(await react.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  await react.context().close()
})

test('the process ends cleanly, and a second start keeps scenes and revocations', async () => {
  expect(await platform.stop('SIGINT')).toBe(0)
  platform = await startPlatform({ mode: 'start', dataDir })
  const html = await (await fetch(platform.demoHtmlUrl)).text()
  expect([...html.matchAll(/scene-id="([^"]+)"/g)].map((match) => match[1])).toEqual(sceneIds)
  const response = await fetch(`${platform.url}/api/scenes/${sceneIds[0]}`, {
    headers: { Authorization: `Bearer ${apiKey}`, Origin: 'http://localhost:5173' },
  })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code: 'key_revoked' })
}, 300_000)

async function openPage(url: string): Promise<{ page: Page; requested: string[] }> {
  const context = await browser.newContext({ viewport: { width: 720, height: 540 } })
  context.setDefaultTimeout(DRAWN_WITHIN_MS)
  const page = await context.newPage()
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  // Events may come before a test asks for them.
  await page.addInitScript(() => {
    const seen: { type: string; code: string | null }[] = []
    Object.assign(window, { sceneEvents: seen })
    for (const type of ['load', 'error']) {
      document.addEventListener(
        type,
        (event) => {
          if (!(event.target instanceof Element) || event.target.localName !== 'vectreal-scene') return
          seen.push({ type, code: (event as CustomEvent<{ code?: string } | null>).detail?.code ?? null })
        },
        true,
      )
    }
  })
  await page.goto(url)
  return { page, requested }
}

/** Waits for a scene's event; resolves to the code of an error. */
async function sceneEvent(page: Page, type: 'load' | 'error'): Promise<string | null> {
  type Seen = { sceneEvents: { type: string; code: string | null }[] }
  const handle = await page.waitForFunction(() => (window as unknown as Seen).sceneEvents[0], undefined, {
    timeout: DRAWN_WITHIN_MS,
  })
  const seen = await handle.jsonValue()
  expect(seen).toMatchObject({ type })
  return seen?.code ?? null
}

/** A model covers a good part of its box, and light gives it many shades. */
async function whatIsShown(box: Locator): Promise<string> {
  const { colours, coverage } = await readPicture(browser, box)
  return colours > 40 && coverage > 0.05 ? 'a model' : `${colours} colours on ${coverage * 100} % of the box`
}

/** Through the management API, as the dashboard does. */
async function revokeDemoKey(): Promise<void> {
  const signIn = await fetch(`${platform.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: platform.url },
    body: JSON.stringify(OWNER),
  })
  expect(signIn.status).toBe(200)
  const headers = {
    Cookie: signIn.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
    Origin: platform.url,
  }
  const keys = `${platform.url}/api/organizations/${ORGANIZATION}/api-keys`
  const { items } = (await (await fetch(keys, { headers })).json()) as {
    items: { id: string; preview: string }[]
  }
  const key = items.find(({ preview }) => preview.endsWith(apiKey.slice(-4)))
  const revoked = await fetch(`${keys}/${key?.id}/revoke`, { method: 'POST', headers })
  expect(revoked.status).toBe(200)
  expect(await revoked.json()).toMatchObject({ apiKey: { status: 'revoked' } })
}
