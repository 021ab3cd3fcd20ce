/** The account page: devices, address, and the end of the account. */
import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.js'
import { PASSWORD, startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
const mails: { to: string; text: string }[] = []
beforeAll(async () => {
  dashboard = await startDashboard({
    sendMail: async (mail) => {
      mails.push(mail)
    },
  })
})
afterAll(() => dashboard.close())

test('a device is signed out, the address changed by its link, the account deleted', async () => {
  const person = await dashboard.signUp('Olga Owner')
  const organizationId = await dashboard.createOrganization(person, 'business')
  await dashboard.nobody.post(
    '/api/auth/sign-in/email',
    { email: person.email, password: PASSWORD },
    { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
  )
  const page = await dashboard.open(person, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl('/account'))
  await page.getByText('This device', { exact: true }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click()
  await page.getByText('Firefox on Linux').waitFor({ state: 'detached' })

  await page.getByLabel('Email').fill('new.address@example.test')
  await page.getByRole('button', { name: 'Change address' }).click()
  await page.getByText('Check the inbox of the new address').waitFor()
  const link = mails.find(({ to }) => to === 'new.address@example.test')?.text.match(/http\S+/)?.[0]
  await page.goto('about:blank')
  await page.goto(link as string)
  await page.getByText('Your address is changed.').first().waitFor()
  expect(page.url()).not.toContain('address=')
  await page.goto('about:blank')
  await page.goto(link as string)
  await page.getByRole('alert').getByText('not a link that works').waitFor()

  await page.getByRole('button', { name: 'Delete my account' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await dialog.getByText('You are the last owner of “').waitFor()
  await person.post('/api/auth/organization/delete', { organizationId })
  // Without an organization the page has another frame, at whatever moment it hears of it.
  await page.reload()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})
