/** A project for signed-in visitors, from the signing key to its end, as an owner sees it. */
import '@vectreal/test-kit/vitest-postgres'
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.js'
import { startDashboard, type TestDashboard, watchPage } from './support/dashboard.js'
import { makeStudio } from './support/studio.js'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

test('a signing key is made, shown once, counted by visitor, and revoked; its project asks for tokens', async () => {
  const { owner, member, organizationId, projects, sceneId } = await makeStudio(dashboard)
  const page = await dashboard.open(owner, { reducedMotion: 'reduce' })
  const problems = watchPage(page)
  await page.goto(dashboard.pageUrl('/signing-keys'))
  await page.getByText('No signing keys').waitFor()
  await page.getByRole('button', { name: 'Create signing key' }).click()
  const form = page.getByRole('dialog', { name: 'Create signing key' })
  await form.getByRole('button', { name: 'Create key' }).click()
  await form.getByText('Must name at least one project.').waitFor()
  await form.getByLabel('Expires').selectOption('never')
  await form.getByText('can sign tokens').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await form.getByLabel('Name').fill('Customer portal')
  await form.getByLabel('Shop').check()
  await form.getByLabel('Expires').selectOption('60')
  await form.getByRole('button', { name: 'Create key' }).click()

  const reveal = page.getByRole('dialog', { name: 'Copy your private key' })
  const privateKey = await reveal.getByLabel('Your new private key').inputValue()
  expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  const idLine = await reveal.getByRole('region', { name: 'signing key id' }).innerText()
  const signingKeyId = idLine.split('=')[1] ?? ''
  await reveal.getByRole('button', { name: 'Done' }).click()
  await reveal.getByText('You haven’t copied the private key').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await reveal.getByRole('button', { name: 'Close without copying' }).click()
  await page.getByRole('link', { name: 'Customer portal' }).waitFor()
  expect(await page.content()).not.toContain(privateKey.split('\n')[1])

  await page.goto(dashboard.pageUrl(`/projects/${projects.shop}`))
  await page.getByRole('button', { name: 'Require a visitor token' }).click()
  await page.getByRole('alertdialog').getByText('are asked to sign in').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Require it' }).click()
  await page.getByRole('button', { name: 'Allow API keys again' }).waitFor()
  await page.getByText('Plain API keys are refused here.').waitFor()

  const token = await signVisitorToken({
    privateKey,
    signingKeyId,
    sceneId,
    subject: 'customer-7',
    now: dashboard.clock.now(),
  })
  const headers = { Authorization: `Bearer ${token}`, Origin: 'https://shop.example.com' }
  expect((await fetch(`${dashboard.url}/api/scenes/${sceneId}`, { headers })).status).toBe(200)
  await dashboard.app.flush()
  await page.goto(dashboard.pageUrl(`/signing-keys/${signingKeyId}`))
  await page
    .getByRole('table', { name: 'Visitors' })
    .getByRole('row')
    .filter({ hasText: 'customer-7' })
    .getByText('only from programs, not browsers')
    .waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('alertdialog').getByText('These stop working').waitFor()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
  await page.getByText('This key is revoked').waitFor()
  expect((await fetch(`${dashboard.url}/api/scenes/${sceneId}`, { headers })).status).toBe(401)

  await page.goto(dashboard.pageUrl('/settings'))
  await page.getByLabel('Revoke unused keys').selectOption('90')
  await page.getByRole('button', { name: 'Apply to unused keys' }).click()
  await expect
    .poll(() => owner.api.call('GET /api/organizations/{org}/settings', { params: { org: organizationId } }))
    .toMatchObject({ endUnusedKeysAfterDays: 90, maxKeyLifetimeDays: null })
  expect(problems).toEqual([])

  const reader = await dashboard.open(member, { reducedMotion: 'reduce' })
  await reader.goto(dashboard.pageUrl('/signing-keys'))
  await reader.getByText('Owners and admins manage this').waitFor()
})
