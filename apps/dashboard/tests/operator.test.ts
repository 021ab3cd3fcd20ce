/** The page of whoever runs the server. */
import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntries } from '../../../packages/scene-api/tests/support/organization.js'
import { OPERATOR_TOKEN } from '../../../packages/scene-api/tests/support/platform.js'
import { axeFindings } from './support/axe.js'
import { type Person, startDashboard, type TestDashboard, watchPage } from './support/dashboard.js'

let dashboard: TestDashboard
let owner: Person
let organizationId: string
beforeAll(async () => {
  dashboard = await startDashboard()
  owner = await dashboard.signUp('Olga Owner')
  organizationId = await dashboard.createOrganization(owner, 'free')
  await owner.post('/api/auth/organization/update', { organizationId, data: { name: 'Acme' } })
  const other = await dashboard.signUp('Otto Other')
  for (let number = 0; number < 26; number += 1) await dashboard.createOrganization(other, 'free')
})
afterAll(() => dashboard.close())

const auditLog = () => auditEntries(owner, organizationId)

test('the operator signs in, finds an organization, changes its plan, suspends it and ends that', async () => {
  const page = await dashboard.open(null, { reducedMotion: 'reduce' })
  const complaints = watchPage(page)
  await page.goto('/operator')
  await page.getByLabel('Operator token').fill('not-the-operator-token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This server does not accept the token').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Operator token').fill(OPERATOR_TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()

  const list = page.getByRole('list', { name: 'Organizations' })
  const items = list.getByRole('heading')
  await expect.poll(() => items.count()).toBe(25)
  expect(page.url()).toBe(dashboard.pageUrl('/operator'))
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => items.count()).toBe(27)
  await page.getByLabel(/^Search/).fill('acm')
  await expect.poll(() => items.allTextContents()).toEqual(['AcmeFree'])
  expect(await list.textContent()).toContain(owner.email)
  expect(await axeFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Change plan of Acme' }).click()
  await page.getByLabel('Plan', { exact: true }).selectOption('business')
  await page.getByRole('dialog').getByRole('button', { name: 'Change plan' }).click()
  await expect.poll(() => items.allTextContents()).toEqual(['AcmeBusiness'])

  await page.getByRole('button', { name: 'Suspend Acme' }).click()
  await page.getByLabel('Reason').fill('Unpaid since May')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await page.getByText('Suspended since').waitFor()
  expect((await auditLog())[0]).toMatchObject({
    action: 'organization.suspended',
    actor: { kind: 'operator' },
    after: { reason: 'Unpaid since May' },
  })

  const theirs = await dashboard.open(owner)
  await theirs.goto(dashboard.pageUrl('/'))
  await theirs.getByText('Acme has been suspended since').waitFor()
  expect(await axeFindings(theirs)).toEqual([])

  await page.reload()
  await page.getByLabel('Suspended', { exact: true }).selectOption('true')
  await page.getByRole('button', { name: 'End suspension of Acme' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'End suspension' }).click()
  await page.getByText('No organization matches.').waitFor()
  expect((await auditLog())[0]?.action).toBe('organization.resumed')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.reload()
  await page.getByLabel('Operator token').waitFor()
  expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toContain(
    OPERATOR_TOKEN,
  )
  expect(complaints).toEqual([])
})

test('the operator signs a person out everywhere', async () => {
  const page = await dashboard.open(null, { reducedMotion: 'reduce' })
  await page.goto('/operator')
  await page.getByLabel('Operator token').fill(OPERATOR_TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign a person out' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign a person out' })
  await dialog.getByLabel('Email address').fill('nobody@example.test')
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click()
  await dialog.getByText('Nobody has an account with nobody@example.test.').waitFor()
  await dialog.getByLabel('Email address').fill(owner.email)
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect(auditLog()).rejects.toMatchObject({ status: 401 })
})
