/** Lists that are longer than one page of the server: nothing is left out, and everything can be found. */
import '@vectreal/test-kit/vitest-postgres'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from './support/axe.js'
import { type Person, startDashboard, type TestDashboard } from './support/dashboard.js'

const AMOUNT = 450
const REPORT = { triangles: 1, vertices: 3, textures: 0, extensions: [], warnings: [] }

let dashboard: TestDashboard
let owner: Person
/** Whoever joined last. */
let admin: Person
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
  await pool.query(
    `insert into users (id, name, email, created_at, updated_at)
     select $1 || '-u' || n, 'Person ' || n, 'many' || n || '@example.org', now(), now() from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into members (id, organization_id, user_id, role, created_at)
     select $1 || '-m' || n, $1, $1 || '-u' || n, 'viewer', now() - interval '1 day' + n * interval '1 ms'
     from generate_series(1, $2::int) n`,
    [org, AMOUNT - 2],
  )
  await pool.query(
    `insert into invitations (id, organization_id, email, role, status, expires_at, created_at, inviter_id)
     select $1 || '-i' || n, $1, 'guest' || n || '@example.org', 'viewer', 'pending', now() + interval '1 day', now() + n * interval '1 ms', $2
     from generate_series(1, 90) n`,
    [org, owner.userId],
  )
  await pool.query(
    `insert into service_tokens (id, organization_id, name, token_hash, preview, created_at, expires_at, created_by_id, created_by_name)
     select $1 || '-t' || n, $1, 'Token ' || n, encode(sha256(('t' || $1 || n)::bytea), 'hex'), 'aaaa', now() - interval '2 days' + n * interval '1 ms',
       now() + interval '60 days', 'u', 'U'
     from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into leaks (id, organization_id, kind, credential_id, name, preview, url, source, seen_at)
     select $1 || '-l' || n, $1, 'service_token', $1 || '-t' || n, 'Token ' || n, 'aaaa', null, 'github', now() - n * interval '1 minute'
     from generate_series(1, 90) n`,
    [org],
  )
  await pool.query(
    `insert into blobs (sha256, bytes, media_type, touched_at) values (repeat('a', 64), 1000, 'model/gltf-binary', now())`,
  )
  await pool.query(
    `update scenes set version = 90, model_sha256 = repeat('a', 64) where id = $1 || '-s450'`,
    [org],
  )
  await pool.query(
    `insert into scene_versions (scene_id, version, model_sha256, report, created_at)
     select $1 || '-s450', n, repeat('a', 64), $2, now() + n * interval '1 ms' from generate_series(1, 90) n`,
    [org, REPORT],
  )
  admin = await dashboard.addMember(owner, org, 'admin')
  await admin.api.call('POST /api/organizations/{org}/webhooks', {
    params: { org },
    body: {
      url: `${dashboard.url}/hook`,
      types: ['member.added'],
    },
  })
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
  ['/scenes', 'Scenes', 'Search scenes', 'Scene 450', 'Scene 7'],
  ['/api-keys', 'API keys', 'Search keys', 'Key 450', 'Key 7'],
  ['/service-tokens', 'Service tokens', 'Search tokens', 'Token 450', 'Token 7'],
  ['/members', 'Members', 'Search members', 'Person 1', 'Person 447'],
])('%s is read to its end, page by page, and searched', async (path, label, search, first, last) => {
  const page = await open(path)
  const pages = page.getByRole('navigation', { name: `Pages of ${label}` })
  await pages.getByText('Page 1 of 8 or more').waitFor()
  for (let next = 2; next <= 18; next += 1) {
    await pages.getByRole('button', { name: 'Next' }).click()
    await pages.getByText(new RegExp(`^Page ${next} of`)).waitFor()
  }
  await pages.getByText('Page 18 of 18').waitFor()
  await page.reload()
  await page.getByRole('searchbox', { name: search }).fill(last)
  const rows = page.getByRole('table', { name: label }).getByRole('row')
  await expect.poll(() => rows.filter({ hasText: last }).count()).toBeGreaterThan(0)
  await expect.poll(() => rows.filter({ hasText: first }).count()).toBe(0)
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
  const { items } = await owner.api.call('GET /api/organizations/{org}/api-keys', {
    params: { org },
    query: { q: 'Far' },
  })
  expect(items[0]?.projects.map(({ name }) => name).toSorted()).toEqual(['Project 3', 'Project 447'])
})

test('a link that names a deleted project chooses those that are there', async () => {
  const page = await open(`/api-keys?create=1&project=gone&project=${org}-p440`)
  const projects = page.getByRole('dialog').getByRole('group', { name: 'Projects' })
  await expect.poll(() => projects.getByLabel('Project 440').isChecked()).toBe(true)
  await page.getByRole('dialog').getByText('1 chosen').waitFor()
})

test('members are narrowed to a role that nobody on the first page has, and given another one', async () => {
  const page = await open('/members')
  await page.getByLabel('Role', { exact: true }).selectOption('Admins')
  await page.getByRole('row').filter({ hasText: admin.email }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
  await page.getByLabel('Role', { exact: true }).selectOption('Every role')
  await page.getByRole('searchbox', { name: 'Search members' }).fill('many440@')
  await page.getByLabel('Role of Person 440').selectOption('member')
  await page.getByRole('button', { name: 'Change role' }).click()
  await page.getByText('The role is changed.').waitFor()
  await expect.poll(() => page.getByLabel('Role of Person 440').inputValue()).toBe('member')
})

test('open invitations come in parts, and each is found by its address', async () => {
  const page = await open('/members')
  await page.getByText('guest48@example.org').waitFor()
  expect(await page.getByRole('button', { name: /^Cancel the invitation of/ }).count()).toBe(48)
  await page.getByRole('searchbox', { name: 'Search invitations' }).fill('guest88@')
  await page.getByRole('button', { name: 'Cancel the invitation of guest88@example.org' }).click()
  await page.getByRole('button', { name: 'Cancel invitation' }).click()
  await page.getByText('No invitation matches.').waitFor()
})

test('the audit log is narrowed to somebody far down the list of members', async () => {
  const page = await open('/audit-log')
  await page.getByRole('button', { name: 'Person: Everyone' }).click()
  const dialog = page.getByRole('dialog', { name: 'Person' })
  await dialog.getByRole('searchbox', { name: 'Search members' }).fill(admin.email)
  await dialog.getByRole('button', { name: admin.email }).click()
  const log = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  await expect.poll(() => log.filter({ hasText: 'Lara Large' }).count()).toBe(0)
  expect(await log.filter({ hasText: 'created webhook' }).count()).toBe(1)
  await page.getByRole('button', { name: /^Person: / }).click()
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Everyone' }).click()
  await expect.poll(() => log.count()).toBeGreaterThan(1)
})

test('the numbers beside the bars of use are whole, however many loads there are', async () => {
  await dashboard.app.context.pool.query(
    `insert into usage_totals (organization_id, day, client, loads, refusals, last_seen_at)
     values ($1, current_date, 'browser', 1530000, 120000, now())`,
    [org],
  )
  const page = await open('/')
  const numbers = page.locator('.recharts-yAxis-tick-labels text')
  await numbers.first().waitFor()
  expect(await numbers.allTextContents()).toEqual(['0', '450K', '900K', '1.35M', '1.8M'])
  const left = (await page.locator('.recharts-surface').first().boundingBox())?.x ?? 0
  for (const one of await numbers.all()) expect((await one.boundingBox())?.x).toBeGreaterThanOrEqual(left)
})

test('scenes are narrowed to a project far down the list', async () => {
  const page = await open('/scenes')
  await page.getByRole('button', { name: 'Project: Every project' }).click()
  const dialog = page.getByRole('dialog', { name: 'Project' })
  await dialog.getByRole('searchbox', { name: 'Search projects' }).fill('project 449')
  await dialog.getByRole('button', { name: 'Project 449' }).click()
  await page.getByRole('link', { name: 'Scene 449', exact: true }).waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
})

test('the owner reads how many a second factor would lock out, though not all are named', async () => {
  await dashboard.app.context.pool.query('update users set two_factor_enabled = true where id = $1', [
    owner.userId,
  ])
  await dashboard.app.context.pool.query('update sessions set second_factor = true where user_id = $1', [
    owner.userId,
  ])
  const page = await open('/settings')
  await page.getByRole('button', { name: 'Require a second factor' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText(`${AMOUNT - 1} members will be locked out`).waitFor()
  await dialog.getByText('and 249 more').waitFor()
  expect(await dialog.getByRole('listitem').count()).toBe(201)
})

test('versions of a scene and leaks come in parts', async () => {
  const page = await open(`/scenes/${org}-s450`)
  await page.getByText('Version 43', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByText('Version 1', { exact: true }).waitFor()
  await page.goto(dashboard.pageUrl('/key-health'))
  const leaks = page.getByRole('list', { name: 'Found in public' }).getByRole('listitem')
  await leaks.first().waitFor()
  expect(await leaks.count()).toBe(48)
})
