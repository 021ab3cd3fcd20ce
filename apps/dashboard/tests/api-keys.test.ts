import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Person, PASSWORD, startDashboard, type TestDashboard, watchPage } from './support/dashboard.js'

let dashboard: TestDashboard
let owner: Person
let organizationId: string
let projectId: string

beforeAll(async () => {
  dashboard = await startDashboard()
  owner = await dashboard.signUp('Olga Owner')
  organizationId = await dashboard.createOrganization(owner, 'pro')
  for (const name of ['Showroom', 'Campaign', 'Archive']) {
    const { body } = await owner.post(`/api/organizations/${organizationId}/projects`, { name })
    projectId ??= body.id
  }
})
afterAll(() => dashboard.close())

describe('signed out', () => {
  test('a page leads to sign-in and back to itself', async () => {
    const page = await dashboard.open(null)
    const complaints = watchPage(page)
    await page.goto('/dashboard/api-keys?create=1')
    await page.waitForURL('**/dashboard/sign-in?next=*')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/dashboard/api-keys?create=1')
    await page.getByRole('dialog', { name: 'Create API key' }).waitFor()
    await page.getByRole('heading', { name: 'API keys', level: 1, includeHidden: true }).waitFor()
    expect(complaints).toEqual([])
  })
})
