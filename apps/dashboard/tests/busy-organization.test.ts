/** The pages of a busy organization as they stand, and the fixes that key health prepares. */
import '@vectreal/test-kit/vitest-postgres'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readKey } from '../../../packages/scene-api/tests/support/organization.js'
import { startDashboard, type TestDashboard } from './support/dashboard.js'
import { makeStudio, MODEL, type Studio } from './support/studio.js'

let dashboard: TestDashboard
let studio: Studio

beforeAll(async () => {
  dashboard = await startDashboard()
  studio = await makeStudio(dashboard)
})
afterAll(() => dashboard.close())

async function open(path: string): Promise<Page> {
  const page = await dashboard.open(studio.owner, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl(path))
  return page
}

describe('every page', () => {
  test('fits from 360 pixels to 4K, without scrolling sideways', async () => {
    const page = await open('/')
    const wide: string[] = []
    for (const path of [
      '/',
      '/api-keys',
      `/api-keys/${studio.keys.rotating}`,
      '/projects',
      `/projects/${studio.projects.shop}`,
      '/scenes',
      '/blocked-embeds',
      '/key-health',
      '/service-tokens',
      '/members',
      '/audit-log',
      '/plan',
      '/account',
    ]) {
      await page.goto(dashboard.pageUrl(path))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForFunction(() => document.querySelector('.animate-pulse, .animate-spin') === null)
      for (const width of [360, 768, 3840]) {
        await page.setViewportSize({ width, height: 900 })
        await page
          .waitForFunction(
            () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
            null,
            { timeout: 5000 },
          )
          .catch(() => wide.push(`${path} at ${width}`))
      }
    }
    expect(wide).toEqual([])
  })
})

test('the back button leads where one was, dialogs of a link included, and a time has its UTC', async () => {
  const page = await open('/api-keys')
  await page.getByRole('link', { name: 'Shop, production' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Shop, production' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor()
  await page.locator('time').nth(5).waitFor()
  const times = await page
    .locator('time')
    .evaluateAll((all) => all.map((time) => (time as HTMLElement).title))
  expect(times.filter((title) => !title.endsWith('UTC'))).toEqual([])
  await page.goto(dashboard.pageUrl('/api-keys?create=1'))
  await page.getByRole('dialog', { name: 'Create API key' }).waitFor()
})

describe('a slow network', () => {
  /** As on a train: half a second there and back, and 50 kB a second each way. */
  async function slow(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 500,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    })
  }

  test('shows that something is on its way until it is there', async () => {
    const page = await open('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await slow(page)
    await page.getByRole('link', { name: 'Members' }).click()
    await page.locator('main[aria-busy=true]').waitFor()
    await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor()
    await page
      .getByRole('cell', { name: /Amir Haddad/ })
      .first()
      .waitFor()
    await expect.poll(() => page.locator('main[aria-busy=true]').count()).toBe(0)
  })

  test('that goes away is said, and so is its return', async () => {
    const page = await open('/members')
    await page
      .getByRole('cell', { name: /Amir Haddad/ })
      .first()
      .waitFor()
    await page.context().setOffline(true)
    await page.getByText('You are offline.').waitFor()
    await page.context().setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
    expect(await page.getByRole('cell', { name: /Amir Haddad/ }).count()).toBeGreaterThan(0)
  })

  test('shows how far an upload is, and a cancelled one leaves nothing', async () => {
    const page = await open('/scenes')
    await page.getByRole('button', { name: 'Add a scene' }).click()
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(MODEL)
    await slow(page)
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByRole('progressbar').waitFor()
    const before = Number(await page.getByRole('progressbar').getAttribute('value'))
    await expect
      .poll(async () => Number(await page.getByRole('progressbar').getAttribute('value')))
      .toBeGreaterThan(before)
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).first().click()
    await page.getByRole('progressbar').waitFor({ state: 'detached' })
    await expect
      .poll(
        async () =>
          (
            await studio.owner.api.call('GET /api/organizations/{org}/projects/{project}/scenes', {
              params: { org: studio.organizationId, project: studio.projects.shop },
            })
          ).items.length,
      )
      .toBe(1)
  })
})

describe('key health', () => {
  test('prepares a narrower key in place of the broad one, which works on during the overlap', async () => {
    const page = await open('/key-health')
    const finding = page.getByRole('listitem').filter({ hasText: 'covers all 3 projects' })
    await finding.getByRole('link', { name: 'Replace with a narrower key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Rotate' })
    const chosen = (name: string) =>
      dialog.getByRole('group', { name: 'Projects' }).getByLabel(name).isChecked()
    expect(await Promise.all(['Shop', 'Spring campaign', 'Staging'].map(chosen))).toEqual([true, true, false])
    await dialog.getByRole('button', { name: 'Rotate key' }).click()
    await page.getByRole('button', { name: 'Copy key' }).click()
    await page.getByRole('button', { name: 'Done' }).click()

    const broad = await readKey(studio.owner, studio.organizationId, studio.keys.campaign)
    expect(broad.status).toBe('rotating')
    const narrow = await readKey(studio.owner, studio.organizationId, broad.replacedById ?? '')
    expect(narrow).toMatchObject({
      status: 'active',
      projects: [{ name: 'Shop' }, { name: 'Spring campaign' }],
    })
  })

  test('makes a calendar feed whose address is shown once, and ends it', async () => {
    const page = await open('/key-health')
    await page.getByRole('button', { name: 'Create a calendar feed' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Create the feed' }).click()
    const address = await page.getByLabel('Your new address').inputValue()
    const feed = await studio.owner.get(new URL(address).pathname)
    expect(feed.body).toContain('BEGIN:VCALENDAR')
    await page.getByRole('button', { name: 'Copy address' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByLabel('Your new address').waitFor({ state: 'detached' })
    await page.getByText('A calendar feed is on').waitFor()
    expect(await page.content()).not.toContain(address)
    await page.getByRole('button', { name: 'End the feed' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'End the feed' }).click()
    await page.getByText('No calendar feed yet.').waitFor()
    expect((await studio.owner.get(new URL(address).pathname)).status).toBe(404)
  })
})
