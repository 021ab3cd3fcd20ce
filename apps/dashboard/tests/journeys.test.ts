/** What a site builder goes through from end to end: the dashboard on one side, pages of other origins on the other. */
import '@vectreal/test-kit/vitest-postgres'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { readPicture } from '@vectreal/test-kit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  auditEntries,
  createDraft,
  createKey,
  createProject,
  publishScene,
  updateProject,
  uploadModel,
} from '../../../packages/scene-api/tests/support/organization.js'
import { type Person, startDashboard, type TestDashboard } from './support/dashboard.js'
import { MODEL } from './support/studio.js'
import { type Site, startSite } from './support/site.js'

const SDK = dirname(createRequire(import.meta.url).resolve('@vectreal/embed-sdk/package.json'))
const HOSTS = ['shop.example.com', 'blog.example.com'] as const

let dashboard: TestDashboard
let owner: Person
let organizationId: string
let projectId: string
let sceneId: string
const sites: Site[] = []

beforeAll(async () => {
  dashboard = await startDashboard(
    { embedFiles: join(SDK, 'dist/embed') },
    { args: [`--host-resolver-rules=${HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`] },
  )
  owner = await dashboard.signUp('Olga Owner')
  organizationId = await dashboard.createOrganization(owner, 'business')
  sites.push(await startSite(), await startSite())
  projectId = await createProject(owner, organizationId, { name: 'Shop', allowLocalhost: false })
  sceneId = await createDraft(owner, organizationId, projectId, { name: 'Race car' })
  await uploadModel(owner, organizationId, sceneId, await readFile(MODEL))
  await publishScene(owner, organizationId, sceneId)
})
afterAll(async () => {
  await dashboard.close()
  await Promise.all(sites.map((site) => site.close()))
})

async function makeKey(name: string): Promise<{ id: string; token: string }> {
  const { keyId, token } = await createKey(owner, organizationId, [projectId], { name })
  return { id: keyId, token }
}

/** In the test's browser both names lead to this machine. */
function originOf(site: number): string {
  return `http://${HOSTS[site]}:${sites[site]?.port}`
}

function ship(site: number, apiKey: string): void {
  sites[site]?.show({ platformUrl: dashboard.url, sceneId, apiKey })
}

/** A visitor's page on that site, once it shows the scene or says why not. */
async function visit(site: number, state: 'ready' | 'error', page?: Page): Promise<Page> {
  const visitor = page ?? (await dashboard.open(null, { viewport: { width: 400, height: 320 } }))
  await visitor.goto(originOf(site))
  await visitor.locator(`vectreal-scene[data-vectreal-state=${state}]`).waitFor({ timeout: 120_000 })
  return visitor
}

test('a blocked embed: refused, seen in the dashboard, allowed there, drawn at the next load', async () => {
  const { token } = await makeKey('Shop, production')
  ship(0, token)
  const visitor = await visit(0, 'error')
  await dashboard.app.flush()

  const page = await dashboard.open(owner)
  await page.goto('/dashboard/blocked-embeds')
  await page.getByRole('cell', { name: originOf(0), exact: true }).waitFor()
  await page.getByRole('button', { name: `Allow this origin: ${originOf(0)}` }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Allow this origin' }).click()
  await page.getByText('Allowed now').waitFor()

  await visit(0, 'ready', visitor)
  const { colours, coverage } = await readPicture(dashboard.browser, visitor.locator('vectreal-scene'))
  expect(colours).toBeGreaterThan(40)
  expect(coverage).toBeGreaterThan(0.05)
})

test('a rotation over two sites: the cockpit names the one that lags, and finishing ends the old key there', async () => {
  await updateProject(owner, organizationId, projectId, { allowedDomains: [originOf(0), originOf(1)] })
  const old = await makeKey('Both sites')
  for (const site of [0, 1]) {
    ship(site, old.token)
    await visit(site, 'ready')
  }
  await dashboard.app.flush()

  const page = await dashboard.open(owner)
  await page.goto(`/dashboard/api-keys/${old.id}`)
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate key' }).click()
  const token = await page.getByLabel('Your new key').inputValue()
  await page.getByRole('button', { name: 'Copy key' }).click()
  await page.getByRole('button', { name: 'Done' }).click()

  ship(0, token)
  await visit(0, 'ready')
  const laggard = await visit(1, 'ready')
  await dashboard.app.flush()
  await page.goto(`/dashboard/api-keys/${old.id}`)
  const using = page.getByRole('list', { name: 'Origins of the old key' }).getByRole('listitem')
  const loadsOf = (origin: string) => using.filter({ hasText: origin }).textContent()
  expect(await loadsOf(originOf(0))).toContain('1 load in')
  expect(await loadsOf(originOf(1))).toContain('2 loads in')

  await page.getByRole('button', { name: 'Finish now' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Finish now' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  await visit(1, 'error', laggard)
  await visit(0, 'ready')
  ship(1, token)
  await visit(1, 'ready', laggard)
})

test('two browsers: a key revoked in one is revoked once, though the other revokes it too', async () => {
  const { id } = await makeKey('Two browsers')
  const first = await dashboard.open(owner)
  await first.goto(`/dashboard/api-keys/${id}`)
  await first.getByRole('button', { name: 'Revoke' }).waitFor()
  const second = await dashboard.open(owner)
  await second.goto('/dashboard/api-keys')
  await second.getByRole('button', { name: 'Revoke Two browsers' }).click()
  await second.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
  await second.getByRole('alertdialog').waitFor({ state: 'hidden' })

  await first.getByRole('button', { name: 'Revoke' }).click()
  await first.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
  await first.getByRole('alertdialog').waitFor({ state: 'hidden' })
  await first.getByText('Revoked', { exact: true }).first().waitFor()
  const items = await auditEntries(owner, organizationId, { action: 'api_key.revoked' })
  expect(items.filter(({ target }) => target.id === id)).toHaveLength(1)
})
