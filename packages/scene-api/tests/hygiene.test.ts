import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../src/db/database.js'
import { usageBuckets } from '../src/db/usage.js'
import { refreshFindings } from '../src/domain/hygiene/kept-findings.js'
import type { CallOf } from '../src/client/index.js'
import type { Finding, Fix } from '../src/schemas/index.js'
import {
  createKey,
  createProject,
  type NewKey,
  readKey,
  revokeKey,
  rotateKey,
  updateProject,
} from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

const DAY_MS = 86_400_000

let platform: TestPlatform
let owner: Person
let org: string
let shop: string
let blog: string

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
})
afterAll(() => platform.close())

beforeEach(async () => {
  org = await platform.createOrganization(owner, 'enterprise')
  const create = (name: string) =>
    createProject(owner, org, { name, allowedDomains: [`${name}.test`], allowLocalhost: false })
  shop = await create('shop')
  blog = await create('blog')
})

const makeKey = async (projectIds: string[], body: NewKey = {}) =>
  (await createKey(owner, org, projectIds, { name: 'Website', ...body })).keyId
const judge = (query: CallOf<'GET /api/organizations/{org}/hygiene'>['query'] = {}) =>
  owner.api.call('GET /api/organizations/{org}/hygiene', { params: { org }, query })
const findings = async () => (await judge()).items

function fixOf<Action extends Fix['action']>(finding: Finding | undefined, action: Action) {
  if (finding?.fix?.action !== action) throw new Error(`the fix is not ${action}`)
  return finding.fix as Extract<Fix, { action: Action }>
}

/** As the embed routes flush it. */
async function load(keyId: string, projectId: string, origin: string, loads = 1) {
  const at = platform.clock.now()
  const day = at.toISOString().slice(0, 10)
  const row = {
    organizationId: org,
    keyId,
    sceneId: 'scene',
    projectId,
    day,
    origin,
    client: 'browser' as const,
  }
  await createDatabase(platform.app.context.pool)
    .insert(usageBuckets)
    .values({ ...row, loads, refusals: 0, lastSeenAt: at })
}

test('an organization in good health has no findings', async () => {
  await makeKey([shop])
  expect(await findings()).toEqual([])
})

test('one key on two sites and over every project is found; its prefilled fix ends the findings', async () => {
  const keyId = await makeKey([shop, blog], { expiresInDays: null })
  await load(keyId, shop, 'https://shop.test', 3)
  await load(keyId, shop, 'https://www.shop.test', 2)
  await load(keyId, shop, 'https://other.test')

  const found = await findings()
  expect(found.map(({ code }) => code)).toEqual([
    'key_never_expires',
    'key_on_unrelated_sites',
    'key_covers_all_projects',
    'key_scope_unused',
  ])
  const [, sites] = found
  expect(sites).toMatchObject({ severity: 'high', keyId, projectId: null })
  expect(sites?.evidence?.sites).toMatchObject([
    { site: 'shop.test', origins: ['https://shop.test', 'https://www.shop.test'], loads: 5 },
    { site: 'other.test', origins: ['https://other.test'], loads: 1 },
  ])
  expect(sites?.fix).toEqual({
    action: 'create_key',
    projectIds: [shop],
    expiresInDays: 90,
    thenRevokeKeyId: keyId,
  })

  const { projectIds, expiresInDays, thenRevokeKeyId } = fixOf(sites, 'create_key')
  await createKey(owner, org, projectIds, { name: 'Narrower', expiresInDays })
  const old = await readKey(owner, org, keyId)
  expect(old.status).toBe('active')
  await revokeKey(owner, org, thenRevokeKeyId ?? '')
  expect(await findings()).toEqual([])
})

test('rotating a key that never expires, as proposed, ends its finding', async () => {
  const keyId = await makeKey([shop], { expiresInDays: null })
  await load(keyId, shop, 'https://shop.test')
  await createDatabase(platform.app.context.pool).execute(
    `update api_keys set last_used_at = now() where id = '${keyId}'`,
  )
  const [finding] = await findings()
  expect(finding).toMatchObject({ code: 'key_never_expires', fix: { action: 'rotate_key', keyId } })
  const { expiresInDays } = fixOf(finding, 'rotate_key')
  await rotateKey(owner, org, keyId, { expiresInDays })
  expect(await findings()).toEqual([])
})

test('a project that allows more than its traffic needs is found; the proposed allowlist ends it', async () => {
  const keyId = await makeKey([shop])
  await updateProject(owner, org, shop, {
    allowedDomains: ['shop.test', '*.shop.test'],
    allowLocalhost: true,
  })
  await load(keyId, shop, 'https://beta.shop.test')
  for (const code of ['localhost_in_production', 'wildcard_in_production']) {
    const finding = (await findings()).find((each) => each.code === code)
    const { allowedDomains, allowLocalhost } = fixOf(finding, 'change_allowlist')
    const change = { allowedDomains, allowLocalhost }
    const { refused } = await owner.api.call(
      'POST /api/organizations/{org}/projects/{project}/check-allowlist',
      { params: { org, project: shop }, body: change },
    )
    expect(refused).toEqual([])
    await updateProject(owner, org, shop, change)
  }
  expect(await findings()).toEqual([])
})

describe('as time passes', () => {
  test('a key is found 14 days before it ends, then when its end is near and it has no successor', async () => {
    const keyId = await makeKey([shop], { expiresInDays: 30 })
    expect(await findings()).toEqual([])
    platform.clock.advance(16 * DAY_MS)
    expect(await findings()).toMatchObject([{ code: 'key_expiring_without_successor', keyId }])
    platform.clock.advance(14 * DAY_MS)
    expect(await findings()).toEqual([])
  })
})

test('findings come in pages', async () => {
  for (let n = 0; n < 3; n += 1) await makeKey([shop], { expiresInDays: null })
  const whole = await findings()
  expect(whole).toHaveLength(3)
  const items = await owner.api.listAll('GET /api/organizations/{org}/hygiene', {
    params: { org },
    query: { limit: 2 },
  })
  expect(items).toEqual(whole)
})

test('findings are searched by name, and counted over all pages', async () => {
  await updateProject(owner, org, shop, { allowedDomains: [] })
  await updateProject(owner, org, blog, { allowedDomains: [] })
  await makeKey([shop], { expiresInDays: null })
  await makeKey([blog], { expiresInDays: null, name: 'Blog, staging' })
  const { counts } = await judge({ limit: 1 })
  expect(counts).toEqual({ high: 2, medium: 2, low: 0 })
  const found = await judge({ q: 'BLOG' })
  expect(found.items.map(({ code }) => code).toSorted()).toEqual(['empty_allowlist', 'key_never_expires'])
  expect(found.counts).toEqual({ high: 1, medium: 1, low: 0 })
})

test('a large organization is shown what was last found, and judged anew in the background', async () => {
  const keyId = await makeKey([shop], { expiresInDays: null })
  await platform.app.context.pool.query(
    `insert into projects (id, organization_id, name, slug, allowed_domains, allow_localhost, created_at, updated_at)
     select $1 || n, $1, 'P', 'p' || n, '{p.test}', false, now(), now() from generate_series(1, 300) n`,
    [org],
  )
  const first = await judge()
  expect(first.items).toMatchObject([{ code: 'key_never_expires', keyId }])

  const other = await makeKey([blog], { expiresInDays: null })
  platform.clock.advance(60_000)
  await refreshFindings(platform.app.context)
  expect(await judge()).toEqual(first)
  platform.clock.advance(4 * 60_000)
  await refreshFindings(platform.app.context)
  const next = await judge()
  expect(next.items.map((item) => item.keyId).toSorted()).toEqual([keyId, other].toSorted())
  expect(next.judgedAt > first.judgedAt).toBe(true)

  const page = await judge({ limit: 1 })
  expect([...page.items, ...(await judge({ cursor: page.nextCursor })).items]).toEqual(next.items)
})
