/** A webhook from its creation to its end, as an admin sees it, with a receiver that responds. */
import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../../../packages/scene-api/tests/support/receiver.js'
import { axeFindings } from './support/axe.js'
import { startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
let receiver: Receiver
beforeAll(async () => {
  dashboard = await startDashboard()
  receiver = await startReceiver()
})
afterAll(async () => {
  receiver.close()
  await dashboard.close()
})

test('a webhook is made, tried, replayed and deleted; its secret is shown once', async () => {
  const owner = await dashboard.signUp('Hanna Hooks')
  await dashboard.createOrganization(owner, 'pro')
  const page = await dashboard.open(owner, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl('/webhooks'))
  await page.getByText('No webhooks').waitFor()
  await page.getByRole('button', { name: 'Create webhook' }).click()

  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Create webhook' }).click()
  await form.getByText('Choose at least one.').waitFor()
  await form.getByLabel('URL').fill(`${receiver.url}/hook?token=hidden`)
  await form.getByLabel('api_key.expiring').check()
  expect(await axeFindings(page)).toEqual([])
  await form.getByRole('button', { name: 'Create webhook' }).click()

  const reveal = page.getByRole('dialog', { name: 'Copy the signing secret' })
  expect(await reveal.getByLabel('Your new signing secret').inputValue()).toMatch(/^whsec_/)
  await reveal.getByRole('button', { name: 'Done' }).click()
  await reveal.getByText('You haven’t copied the signing secret').waitFor()
  await reveal.getByRole('button', { name: 'Close without copying' }).click()

  await page.getByRole('link', { name: `${receiver.url}/hook?token=***` }).click()
  await page.getByText('Nothing has been sent yet.').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The test was delivered').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Show webhook.test' }).click()
  await page.getByRole('dialog').getByText('"type": "webhook.test"').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'webhook.test' }).count()).toBe(2)
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(
    Array.from({ length: 2 }, () => receiver.received[0]?.headers['webhook-id']),
  )

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete webhook' }).click()
  await page.getByText('No webhooks').waitFor()
  await page.close()
})
