/** What people see of credentials that were found in public, and the switch that ends secrets among them. */
import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createKey,
  createProject,
  createServiceToken,
  revokeServiceToken,
} from '../../../packages/scene-api/tests/support/organization.js'
import { axeFindings } from './support/axe.js'
import { startDashboard, type TestDashboard } from './support/dashboard.js'

const SWITCH = 'Revoke leaked service tokens and signing keys immediately'
const PASTE = 'https://paste.example/1'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

test('the owner’s switch ends a leaked service token, one from before it stays, and an API key is rotated from its finding', async () => {
  const owner = await dashboard.signUp('Olga Owner')
  const organizationId = await dashboard.createOrganization(owner, 'business')
  const member = await dashboard.addMember(owner, organizationId, 'admin')
  const base = `/api/organizations/${organizationId}`
  const makeToken = async (name: string) => (await createServiceToken(owner, organizationId, { name })).token
  const [before, after] = [await makeToken('Nightly job'), await makeToken('Import')]
  const id = await createProject(owner, organizationId, { name: 'Shop', allowedDomains: ['*.example.com'] })
  const key = await createKey(owner, organizationId, [id], { name: 'Website' })
  const noted = async () =>
    (await owner.api.call('GET /api/organizations/{org}/leaks', { params: { org: organizationId } })).items
      .length
  const report = async (token: string) => {
    const before = await noted()
    expect((await dashboard.nobody.post('/api/leaks', { token, url: PASTE })).status).toBe(204)
    // The report is looked up after its response.
    await expect.poll(noted).toBe(before + 1)
  }
  const statusOf = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` }
    return (await fetch(`${dashboard.url}${base}/projects`, { headers })).status
  }
  await report(before)

  const others = await dashboard.open(member, { reducedMotion: 'reduce' })
  await others.goto(dashboard.pageUrl('/settings'))
  expect(await others.getByLabel(SWITCH).isDisabled()).toBe(true)

  const page = await dashboard.open(owner, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl('/settings'))
  await page.getByLabel(SWITCH).check()
  await page.getByText('Leaked secrets are revoked immediately.').waitFor()
  await page.reload()
  await page.getByLabel(SWITCH).waitFor()
  expect(await page.getByLabel(SWITCH).isChecked()).toBe(true)
  await report(after)
  await report(key.token)
  expect([await statusOf(before), await statusOf(after)]).toEqual([200, 401])

  await page.goto(dashboard.pageUrl('/key-health'))
  const found = page.getByRole('list', { name: 'Found in public' }).getByRole('listitem')
  await found.filter({ hasText: 'Service token Import' }).getByText('Revoked immediately').waitFor()
  const stays = found.filter({ hasText: 'Service token Nightly job' })
  await stays.getByText('Still works').waitFor()
  expect(await stays.getByRole('link', { name: 'Revoke it' }).count()).toBe(1)
  const website = found.filter({ hasText: 'API key Website' })
  await website.getByText(PASTE).waitFor()
  await website.getByText('Allowed domains are too wide').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await website.getByRole('link', { name: 'Rotate it' }).click()
  await page.getByRole('dialog', { name: /Rotate/ }).waitFor()

  const [token] = (
    await owner.api.call('GET /api/organizations/{org}/service-tokens', { params: { org: organizationId } })
  ).items.filter(({ name }) => name === 'Nightly job')
  await revokeServiceToken(owner, organizationId, token?.id ?? '')
  await page.goto(dashboard.pageUrl('/key-health'))
  await stays.getByText('Has ended').waitFor()
  expect(await stays.getByRole('link', { name: 'Revoke it' }).count()).toBe(0)

  await page.goto(dashboard.pageUrl('/settings'))
  await page.getByLabel(SWITCH).uncheck()
  await page.getByText('Leaked secrets stay valid until you revoke them.').waitFor()
})
