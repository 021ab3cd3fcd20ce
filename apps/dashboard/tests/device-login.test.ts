/** Signing a command line in. */
import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.js'
import { startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

async function startLogin(): Promise<{ user_code: string; verification_uri_complete: string }> {
  const body = new URLSearchParams({ client_id: 'vectreal-cli', device_name: 'anna-laptop' })
  const response = await fetch(`${dashboard.url}/api/device/code`, { method: 'POST', body })
  return (await response.json()) as { user_code: string; verification_uri_complete: string }
}

test('an owner allows a command line by its address, and turns another away by its code', async () => {
  const owner = await dashboard.signUp()
  await dashboard.createOrganization(owner, 'business')
  const page = await dashboard.open(owner, { reducedMotion: 'reduce' })
  const first = await startLogin()
  await page.goto(first.verification_uri_complete)
  await page.getByText(first.user_code).waitFor()
  await page.getByText('anna-laptop').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.getByText('Allowed. You can close this tab').waitFor()
  await page.goto(dashboard.pageUrl('/service-tokens'))
  await page.getByText('Signed in on anna-laptop').waitFor()

  await page.goto(dashboard.pageUrl('/device'))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Enter the code that the terminal shows.').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Code').fill('bbbb bbbb')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('No sign-in is waiting for this code').waitFor()
  await page.getByRole('button', { name: 'Enter another code' }).click()
  const second = await startLogin()
  await page.getByLabel('Code').fill(second.user_code.toLowerCase())
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Don’t allow' }).click()
  await page.getByText('Not allowed. You can close this tab').waitFor()
})

test('a member learns who can allow it', async () => {
  const owner = await dashboard.signUp()
  const organization = await dashboard.createOrganization(owner, 'business')
  const member = await dashboard.addMember(owner, organization, 'member')
  const page = await dashboard.open(member, { reducedMotion: 'reduce' })
  await page.goto((await startLogin()).verification_uri_complete)
  await page.getByText('Owners and admins can do this').waitFor()
  // No entry leads to a page that only says who may see it.
  const menu = page.getByRole('navigation', { name: 'Main' })
  expect(await menu.getByRole('link', { name: 'API keys' }).count()).toBe(0)
})
