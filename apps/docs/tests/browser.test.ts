/// <reference lib="dom" />
/** What the pages do in a browser: copy buttons, search, the reader's own scene, the contents on a phone, the theme. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser, startPlatform, type PlatformProcess } from '@vectreal/test-kit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SHOWN_WITHIN_MS = 30_000

let folder: string
let platform: PlatformProcess
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-docs-browser-'))
  ;[platform, browser] = await Promise.all([
    startPlatform({ mode: 'start', dataDir: join(folder, 'data') }),
    launchBrowser(),
  ])
})

afterAll(async () => {
  await browser?.close()
  await platform?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** Whatever a page's policy refused is an error of its console. */
const refused: string[] = []

async function open(
  slug: string,
  {
    signedIn = false,
    width = 1280,
    javaScriptEnabled = true,
    colorScheme = 'light' as 'light' | 'dark',
  } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled,
    colorScheme,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  if (signedIn) {
    await context.request.post(`${platform.url}/api/auth/sign-in/email`, {
      headers: { Origin: platform.url },
      data: { email: 'owner@demo.vectreal.localhost', password: 'vectreal-demo' },
    })
  }
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(`${slug}: ${message.text()}`)
  })
  await page.goto(`${platform.url}/docs/${slug}`)
  if (javaScriptEnabled) await reactsToItsReader(page)
  return page
}

/** A key or a click before the page's script has taken the markup over is lost: it is what a reader would do again. */
const reactsToItsReader = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => '__vue_app__' in (document.querySelector('#app') ?? {})), {
      timeout: SHOWN_WITHIN_MS,
    })
    .toBe(true)

test('a sample is copied as it is shown, with the address of this platform', async () => {
  const page = await open('quick-start-script-tag')
  await page.locator('main pre').first().hover()
  await page.getByRole('button', { name: 'Copy Code' }).first().click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain(`<script async src="${platform.url}/embed/v1.js"></script>`)
  expect(await copied()).toContain('scene-id="YOUR_SCENE_ID"')
  await page.context().close()
})

test('the search finds pages by what people call things', async () => {
  const page = await open('')
  const expected = {
    domain_not_allowed: '/docs/errors/domain_not_allowed',
    revo: '/docs/keys#revoke',
    allowlsit: '/docs/allowlist',
    blender: '/docs/export#blender',
    'set plan': '/docs/running-it-for-others#set-plan-and-quotas',
    obj: '/docs/export#obj-fbx-and-others',
  }
  // The results of the query before stand there until those of the new one have come.
  const results = () =>
    page
      .locator('.VPLocalSearchBox .result')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')).join(' '))
  for (const [query, href] of Object.entries(expected)) {
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill(query)
    await expect.poll(results, { message: query, timeout: SHOWN_WITHIN_MS }).toContain(href)
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').waitFor({ state: 'detached' })
  }
  await page.context().close()
})

test('samples name the scene of whoever is signed in', async () => {
  const page = await open('quick-start-script-tag', { signedIn: true })
  await page.getByText('With your scene').waitFor()
  const sample = await page.locator('main pre').first().innerText()
  const sceneId = /scene-id="([^"]+)"/.exec(sample)?.[1] ?? ''
  const response = await page.request.get(`${platform.url}/api/organizations/demo-studio/scenes`)
  const { items } = (await response.json()) as { items: { id: string; status: string }[] }
  expect(items.find(({ id }) => id === sceneId)?.status).toBe('published')
  await page.context().close()
})

test('samples of the page that a link leads to name it too', async () => {
  const page = await open('', { signedIn: true })
  await page.getByText('With your scene').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Script tag' }).click()
  await page.waitForURL(`${platform.url}/docs/quick-start-script-tag`)
  await expect
    .poll(() => page.locator('main pre').first().innerText(), { timeout: SHOWN_WITHIN_MS })
    .toMatch(/scene-id="(?!YOUR_SCENE_ID)/)
  await page.context().close()
})

test('on a phone the contents open and close, and nothing is wider than the screen', async () => {
  const page = await open('keys', { width: 390 })
  const link = page.locator('.VPSidebar').getByRole('link', { name: 'FAQ' })
  const isOnScreen = () => link.evaluate((element) => element.getBoundingClientRect().right > 0)
  expect(await isOnScreen()).toBe(false)
  await page.getByRole('button', { name: 'Contents' }).click()
  await link.click()
  await page.waitForURL(`${platform.url}/docs/faq`)
  await expect.poll(isOnScreen).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.context().close()
})

test('the theme is that of the system until the reader chooses', async () => {
  const page = await open('keys', { colorScheme: 'dark' })
  const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'))
  expect(await isDark()).toBe(true)
  await page.getByRole('switch').first().click()
  await expect.poll(isDark).toBe(false)
  await page.reload()
  expect(await isDark()).toBe(false)
  await page.context().close()
})

test('pages are read without scripts, with the address of this platform', async () => {
  const page = await open('quick-start-script-tag', { javaScriptEnabled: false })
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.locator('main pre').first().innerText()).toContain(`${platform.url}/embed/v1.js`)
  await page.getByRole('link', { name: 'FAQ' }).first().click()
  await page.waitForURL(`${platform.url}/docs/faq`)
  await page.context().close()
})

test('no page asked for what its policy refuses', () => {
  expect(refused).toEqual([])
})
