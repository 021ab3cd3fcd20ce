/** An organization that requires a second factor, seen by its owner and by a member who has none. */
import '@vectreal/test-kit/vitest-postgres'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf } from '../../../packages/scene-api/tests/support/platform.js'
import { secretOf, totpCode } from '../../../packages/scene-api/tests/support/totp.js'
import { axeFindings } from './support/axe.js'
import { PASSWORD, type Person, startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

/** The same person with an authenticator app, in the session that set it up. */
async function withApp(person: Person): Promise<Person> {
  const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const code = totpCode(secretOf(body.totpURI))
  const verified = await person.post('/api/auth/two-factor/verify-totp', { code })
  return { ...person, ...dashboard.withCookie(cookieOf(verified)) }
}

async function open(person: Person, path: string): Promise<Page> {
  const page = await dashboard.open(person, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl(path))
  return page
}

test('the owner sees who would be locked out, then a member sees what to do', async () => {
  const founder = await dashboard.signUp('Olga Owner')
  const organizationId = await dashboard.createOrganization(founder, 'business')
  const member = await dashboard.addMember(founder, organizationId, 'member')

  const before = await open(founder, '/settings')
  await before.getByText('Start with yourself').waitFor()
  expect(await axeFindings(before)).toEqual([])

  const owner = await withApp(founder)
  const page = await open(owner, '/settings')
  await page.getByRole('button', { name: 'Require a second factor' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText('One member will be locked out').waitFor()
  await dialog.getByText(member.email).waitFor()
  expect(await dialog.getByText(owner.email).count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Require it' }).click()
  await page.getByRole('button', { name: 'Stop requiring it' }).waitFor()
  await page.getByLabel('Maximum lifetime of a new key').selectOption('60')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.goto(dashboard.pageUrl('/members'))
  await page.getByRole('row').filter({ hasText: member.email }).getByText('None').waitFor()

  const shutOut = await open(member, '/scenes')
  await shutOut.getByRole('heading', { name: 'Second factor required' }).waitFor()
  expect(await axeFindings(shutOut)).toEqual([])
  await shutOut.getByRole('link', { name: 'Set it up' }).click()
  await shutOut.getByRole('button', { name: 'Set up an app' }).waitFor()

  const inside = await open(await withApp(member), '/scenes')
  await inside.getByRole('heading', { name: 'Scenes' }).waitFor()
})
