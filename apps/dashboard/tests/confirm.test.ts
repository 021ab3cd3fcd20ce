/** The dialog that asks for a proof of who is at the screen, over whatever was being done. */
import '@vectreal/test-kit/vitest-postgres'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject } from '../../../packages/scene-api/tests/support/organization.js'
import { axeFindings } from './support/axe.js'
import { PASSWORD, type Person, startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
let owner: Person
let organizationId: string

beforeAll(async () => {
  dashboard = await startDashboard()
  owner = await dashboard.signUp('Olga Owner')
  organizationId = await dashboard.createOrganization(owner, 'business')
  await createProject(owner, organizationId, { name: 'Shop' })
})
afterAll(() => dashboard.close())

/** As if everybody had signed in an hour ago. */
async function ageSessions(): Promise<void> {
  const client = new pg.Client({ connectionString: dashboard.databaseUrl })
  await client.connect()
  await client.query(
    "update sessions set created_at = created_at - interval '1 hour', confirmed_at = confirmed_at - interval '1 hour'",
  )
  await client.end()
}

async function openOldSession(path: string): Promise<Page> {
  await ageSessions()
  const page = await dashboard.open(owner, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl(path))
  return page
}

const question = (page: Page) => page.getByRole('dialog', { name: 'Confirm it’s you' })

async function respond(page: Page, password: string): Promise<void> {
  await question(page).getByLabel('Your password').fill(password)
  await question(page).getByRole('button', { name: 'Confirm' }).click()
}

test('a key is created after the right password, with what was typed before', async () => {
  const page = await openOldSession('/api-keys?create=1')
  await page.getByLabel('Name').fill('Landing page')
  await page.getByRole('checkbox', { name: 'Shop' }).check()
  await page.getByRole('button', { name: 'Create key' }).click()
  await question(page).waitFor()
  expect(await axeFindings(page)).toEqual([])

  await question(page).getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('Enter your password.').waitFor()
  await respond(page, 'not my password')
  await page.getByText('Wrong password.').waitFor()
  await respond(page, PASSWORD)
  await page.getByLabel('Your new key').waitFor()
  expect(await page.getByLabel('Your new key').inputValue()).toMatch(/^vctrl_/)
  expect(await question(page).count()).toBe(0)
})

test('someone who would rather not is told why nothing happened, and can try again', async () => {
  const page = await openOldSession('/members')
  await page.getByRole('button', { name: 'Invite someone' }).click()
  await page.getByLabel('Email').fill('new@example.test')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await question(page).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('alert').getByText('more than 15 minutes ago').waitFor()
  expect(await page.getByLabel('Email').inputValue()).toBe('new@example.test')

  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await respond(page, PASSWORD)
  await page.getByText('Invitation created').waitFor()
})
