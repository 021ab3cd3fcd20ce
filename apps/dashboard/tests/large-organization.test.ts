/** Lists that are longer than one page of the server: nothing is left out, and everything can be found. */
import '@vectreal/test-kit/vitest-postgres'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, startDashboard, type TestDashboard } from './support/dashboard.js'

const AMOUNT = 450

let dashboard: TestDashboard
let owner: Person
let org: string

beforeAll(async () => {
  dashboard = await startDashboard()
  owner = await dashboard.signUp('Lara Large')
  org = await dashboard.createOrganization(owner, 'enterprise')
  const { pool } = dashboard.app.context
  await pool.query(
    `insert into projects (id, organization_id, name, slug, allowed_domains, created_at, updated_at)
     select $1 || '-p' || n, $1, 'Project ' || n, 'p' || n, array['shop' || n || '.example.com'], now() + n * interval '1 ms', now()
     from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into scenes (id, organization_id, project_id, name, status, version, created_at, updated_at)
     select $1 || '-s' || n, $1, $1 || '-p' || case when n < 100 then 1 else n end, 'Scene ' || n, 'draft', 0, now() + n * interval '1 ms', now()
     from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, expires_at, created_by_id, created_by_name)
     select $1 || '-k' || n, $1, 'Key ' || n, encode(sha256(($1 || n)::bytea), 'hex'), 'aaaa', now() - interval '2 days' + n * interval '1 ms',
       case when n < 10 then now() - interval '1 day' else now() + interval '60 days' end, 'u', 'U'
     from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into refusal_buckets (organization_id, project_id, day, origin, code, layer, client, count, first_seen_at, last_seen_at)
     select $1, $1 || '-p' || n, current_date, 'https://other' || n || '.example.org', 'domain_not_allowed', 'domain', 'browser', 1,
       now() - n * interval '1 second', now() - n * interval '1 second'
     from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
})
afterAll(() => dashboard.close())

async function open(path: string): Promise<Page> {
  const page = await dashboard.open(owner, { reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl(path))
  return page
}

test('what a page shows is asked for while its code is still on the way', async () => {
  const page = await dashboard.open(owner)
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route(/projects-page/, async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest((request) => request.url().includes(`/${org}/projects?`))
  await page.goto(dashboard.pageUrl('/projects'), { waitUntil: 'commit' })
  await asked
  expect(await page.getByRole('heading', { name: 'Project 48', exact: true }).count()).toBe(0)
  letThrough()
  await page.getByRole('heading', { name: 'Project 48', exact: true }).waitFor()
})

test('projects come in parts, and each is found by its name', async () => {
  const page = await open('/projects')
  await page.getByRole('heading', { name: 'Project 48', exact: true }).waitFor()
  expect(await page.getByRole('heading', { level: 2 }).count()).toBe(48)
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByRole('heading', { name: 'Project 96', exact: true }).waitFor()
  await page.getByRole('searchbox', { name: 'Search projects' }).fill('project 449')
  await page.getByRole('link', { name: 'Project 449' }).click()
  await page.getByRole('heading', { level: 1, name: 'Project 449' }).waitFor()
  await page.getByRole('link', { name: 'Scene 449' }).waitFor()
})

test('scenes of a project come in parts', async () => {
  const page = await open(`/projects/${org}-p1`)
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByRole('link', { name: 'Scene 20', exact: true }).waitFor()
  await page.getByRole('searchbox', { name: 'Search scenes' }).fill('nothing of that name')
  await page.getByText('No scene matches.').waitFor()
  expect(await page.getByRole('link', { name: /^Scene/ }).count()).toBe(1)
})

test.each([
  ['/scenes', 'Scenes', 'Search scenes', 'Scene 7'],
  ['/api-keys', 'API keys', 'Search keys', 'Key 7'],
])('%s is read to its end, page by page, and searched', async (path, label, search, oldest) => {
  const page = await open(path)
  const pages = page.getByRole('navigation', { name: `Pages of ${label}` })
  await pages.getByText('Page 1 of 8 or more').waitFor()
  for (let next = 2; next <= 18; next += 1) {
    await pages.getByRole('button', { name: 'Next' }).click()
    await pages.getByText(new RegExp(`^Page ${next} of`)).waitFor()
  }
  await pages.getByText('Page 18 of 18').waitFor()
  await page.reload()
  await page.getByRole('searchbox', { name: search }).fill(oldest)
  await page.getByRole('link', { name: oldest, exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'Scene 450' }).count()).toBe(0)
})

test('keys are narrowed to those that have ended, though none of them is on the first page', async () => {
  const page = await open('/api-keys')
  await page.getByLabel('Show').selectOption('ended')
  await page.getByRole('link', { name: 'Key 9', exact: true }).waitFor()
  expect(await page.getByRole('row').count()).toBe(10)
})

test('a refusal far down the list is found, with the remedy', async () => {
  const page = await open('/blocked-embeds')
  await page.getByRole('searchbox', { name: 'Search origins, reasons and scenes' }).fill('other444.')
  await page.getByRole('link', { name: 'Project 444' }).waitFor()
  await page.getByRole('button', { name: 'Allow this origin: other444.example.org' }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
})

test('a key takes projects from all over the list, and keeps those that the search does not show', async () => {
  const page = await open('/api-keys?create=1')
  const dialog = page.getByRole('dialog', { name: 'Create API key' })
  const projects = dialog.getByRole('group', { name: 'Projects' })
  await dialog.getByLabel('Name').fill('Far apart')
  await projects.getByLabel('Project 3', { exact: true }).check()
  expect(await projects.getByRole('checkbox').count()).toBe(48)
  await projects.getByRole('searchbox', { name: 'Search projects' }).fill('project 447')
  await projects.getByLabel('Project 447').check()
  await expect.poll(() => projects.getByRole('checkbox').count()).toBe(2)
  await dialog.getByText('2 chosen').waitFor()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('button', { name: 'Copy key' }).waitFor()
  const { body } = await owner.get(`/api/organizations/${org}/api-keys?q=Far`)
  expect(body.items[0].projects.map(({ name }: { name: string }) => name).toSorted()).toEqual([
    'Project 3',
    'Project 447',
  ])
})

test('a link that names a deleted project chooses those that are there', async () => {
  const page = await open(`/api-keys?create=1&project=gone&project=${org}-p440`)
  const projects = page.getByRole('dialog').getByRole('group', { name: 'Projects' })
  await expect.poll(() => projects.getByLabel('Project 440').isChecked()).toBe(true)
  await page.getByRole('dialog').getByText('1 chosen').waitFor()
})
