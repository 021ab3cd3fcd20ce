/** Where there is mail: from signing up to the first page, by the link in the mail. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PASSWORD, startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
const mails: { to: string; subject: string; text: string }[] = []
beforeAll(async () => {
  dashboard = await startDashboard({
    sendMail: async (mail) => {
      mails.push(mail)
    },
  })
})
afterAll(() => dashboard.close())

test('a new person confirms the address with the link and the password, and is in', async () => {
  const page = await dashboard.open(null)
  const email = 'nora@example.test'
  await page.goto(dashboard.pageUrl('/sign-up'))
  await page.getByLabel('Name').fill('Nora Newcomer')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('Check your email').waitFor()

  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Your address isn’t confirmed yet').waitFor()

  const mail = await vi.waitUntil(
    () => mails.find(({ to, subject }) => to === email && subject.startsWith('Confirm')),
    { timeout: 20_000 },
  )
  await page.goto(/http\S+/.exec(mail.text)?.[0] ?? '')
  await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
  expect(new URL(page.url()).hash).toBe('')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Confirm and sign in' }).click()
  await page.getByText('This is not the password of the account.').waitFor()
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Confirm and sign in' }).click()
  await page.waitForURL((url) => !url.pathname.includes('verify-address'))
  await page.getByText('Nora Newcomer').first().waitFor()
})
