/** Sign-in at an organization's own provider, as its owner sets it up and its people use it. */
import '@vectreal/test-kit/vitest-postgres'
import { startOidcProvider, type TestOidcProvider } from '@vectreal/test-kit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.js'
import { publishRecord } from './support/company.js'
import { type Person, startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
let provider: TestOidcProvider
const txt = new Map<string, string>()
beforeAll(async () => {
  provider = await startOidcProvider()
  dashboard = await startDashboard({ resolveTxt: async (name) => [[txt.get(name) ?? '']] })
})
afterAll(async () => {
  await dashboard.close()
  await provider.stop()
})

async function open(person: Person | null, path: string): Promise<Page> {
  const page = await dashboard.open(person, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl(path))
  return page
}

/** On the provider's own pages. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/**`)
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  // The first time, the provider asks whether we may know who somebody is.
  const consent = page.getByRole('button', { name: 'Continue' })
  await Promise.race([consent.waitFor(), page.waitForURL(`${dashboard.url}/**`)])
  if (page.url().startsWith(provider.issuer)) await consent.click()
}

test('an owner sets it up, somebody new comes in by it, and confirms in a window of its own', async () => {
  const owner = await dashboard.signUp('Olga Owner')
  const organizationId = await dashboard.createOrganization(owner, 'business')
  const page = await open(owner, '/settings')
  await page.getByRole('button', { name: 'Set up company sign-in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Issuer').fill(`${provider.issuer}/wrong`)
  await dialog.getByLabel('Client ID').fill(provider.clientId)
  await dialog.getByLabel('Client secret').fill(provider.clientSecret)
  await dialog.getByLabel('Domain', { exact: true }).fill('acme.example')
  await dialog.getByLabel('Require it').check()
  await dialog.getByText('Every member’s address is at that domain').waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('leads to no provider that can be used', { exact: false }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByLabel('Issuer').fill(provider.issuer)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Prove that acme.example is yours').waitFor()
  await page.getByRole('button', { name: 'Check the record' }).click()
  await page.getByText('has no TXT record', { exact: false }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await publishRecord(owner, organizationId, txt)
  await page.getByRole('button', { name: 'Check the record' }).click()
  await page.getByText('Proved', { exact: true }).waitFor()

  const newcomer = await open(null, '/scenes')
  await newcomer.getByRole('button', { name: 'Continue with your company’s sign-in' }).click()
  await newcomer.getByLabel('Work email or organization').fill('ann@nowhere.example')
  await newcomer.getByRole('button', { name: 'Continue' }).click()
  await newcomer.getByText('No organization has set up its own sign-in', { exact: false }).waitFor()
  expect(await axeFindings(newcomer)).toEqual([])
  await newcomer.getByLabel('Work email or organization').fill('ann@acme.example')
  await newcomer.getByRole('button', { name: 'Continue' }).click()
  await signInThere(newcomer, 'ann@acme.example?name=Ann')
  await newcomer.getByRole('heading', { name: 'Scenes' }).waitFor()
  await newcomer.goto(dashboard.pageUrl('/account'))
  await newcomer.getByText('You signed in with your company account').waitFor()
  expect(await axeFindings(newcomer)).toEqual([])

  const { pool } = dashboard.app.context
  await pool.query(
    `update members set role = 'admin' where user_id in (select id from users where name = 'Ann')`,
  )
  await pool.query(
    `update sessions set confirmed_at = now() - interval '1 hour' where company_id is not null`,
  )
  await newcomer.goto(dashboard.pageUrl('/service-tokens'))
  await newcomer.getByRole('button', { name: 'Create service token' }).first().click()
  await newcomer.getByLabel('Name').fill('Nightly job')
  await newcomer.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  const asked = newcomer.getByRole('dialog', { name: 'Confirm it’s you' })
  await asked.getByRole('button', { name: 'Sign in again' }).waitFor()
  expect(await axeFindings(newcomer)).toEqual([])
  const [window] = await Promise.all([
    newcomer.context().waitForEvent('page'),
    asked.getByRole('button', { name: 'Sign in again' }).click(),
  ])
  await signInThere(window, 'ann@acme.example?name=Ann')
  await newcomer.getByLabel(/^Your new/).waitFor()
  expect(await newcomer.getByLabel(/^Your new/).inputValue()).toMatch(/^vctrlsvc_/)
})

test('who is turned away reads why, and a member whom the organization wants there is led there', async () => {
  const page = await open(null, '/sign-in?error=email_domain_not_allowed')
  await page.getByText('in the domain that your organization has proved', { exact: false }).waitFor()
  expect(await axeFindings(page)).toEqual([])

  const owner = await dashboard.signUp('Otto Owner')
  const organizationId = await dashboard.createOrganization(owner, 'business')
  const { issuer, clientId, clientSecret } = provider
  await owner.api.call('PUT /api/organizations/{org}/company-sign-in', {
    params: { org: organizationId },
    body: { issuer, clientId, clientSecret, domain: 'other.example', required: true },
  })
  await publishRecord(owner, organizationId, txt)
  await owner.api.call('POST /api/organizations/{org}/company-sign-in/prove-domain', {
    params: { org: organizationId },
  })
  const member = await dashboard.addMember(owner, organizationId, 'member')
  const shutOut = await open(member, '/projects')
  await shutOut.getByRole('heading', { name: 'Sign in with your company' }).waitFor()
  expect(await axeFindings(shutOut)).toEqual([])
  await shutOut.getByRole('button', { name: 'Continue with your company’s sign-in' }).click()
  await shutOut.waitForURL(`${provider.issuer}/**`)
})
