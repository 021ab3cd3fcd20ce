import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../src/db/database.js'
import { usageBuckets } from '../src/db/usage.js'
import { refreshFindings } from '../src/domain/hygiene/kept-findings.js'
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
  const create = async (name: string) =>
    (await owner.post(path('/projects'), { name, allowedDomains: [`${name}.test`], allowLocalhost: false }))
      .body.id
  shop = await create('shop')
  blog = await create('blog')
})

const path = (rest: string) => `/api/organizations/${org}${rest}`
const createKey = async (body: object) =>
  (await owner.post(path('/api-keys'), { name: 'Website', ...body })).body.apiKey.id as string
const findings = async () => {
  const { status, body } = await owner.get(path('/hygiene'))
  expect(status).toBe(200)
  return body.items
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
  await createKey({ projectIds: [shop] })
  expect(await findings()).toEqual([])
})

test('one key on two sites and over every project is found; its prefilled fix ends the findings', async () => {
  const keyId = await createKey({ projectIds: [shop, blog], expiresInDays: null })
  await load(keyId, shop, 'https://shop.test', 3)
  await load(keyId, shop, 'https://www.shop.test', 2)
  await load(keyId, shop, 'https://other.test')

  const found = await findings()
  expect(found.map(({ code }: { code: string }) => code)).toEqual([
    'key_never_expires',
    'key_on_unrelated_sites',
    'key_covers_all_projects',
    'key_scope_unused',
  ])
  const [, sites] = found
  expect(sites).toMatchObject({ severity: 'high', keyId, projectId: null })
  expect(sites.evidence.sites).toMatchObject([
    { site: 'shop.test', origins: ['https://shop.test', 'https://www.shop.test'], loads: 5 },
    { site: 'other.test', origins: ['https://other.test'], loads: 1 },
  ])
  expect(sites.fix).toEqual({
    action: 'create_key',
    projectIds: [shop],
    expiresInDays: 90,
    thenRevokeKeyId: keyId,
  })

  const { projectIds, expiresInDays, thenRevokeKeyId } = sites.fix
  const created = await owner.post(path('/api-keys'), { name: 'Narrower', projectIds, expiresInDays })
  expect(created.status).toBe(201)
  const old = await owner.get(path(`/api-keys/${keyId}`))
  expect(old.body.status).toBe('active')
  expect((await owner.post(path(`/api-keys/${thenRevokeKeyId}/revoke`))).status).toBe(200)
  expect(await findings()).toEqual([])
})

test('rotating a key that never expires, as proposed, ends its finding', async () => {
  const keyId = await createKey({ projectIds: [shop], expiresInDays: null })
  await load(keyId, shop, 'https://shop.test')
  await createDatabase(platform.app.context.pool).execute(
    `update api_keys set last_used_at = now() where id = '${keyId}'`,
  )
  const [finding] = await findings()
  expect(finding).toMatchObject({ code: 'key_never_expires', fix: { action: 'rotate_key', keyId } })
  const { expiresInDays } = finding.fix
  expect((await owner.post(path(`/api-keys/${keyId}/rotate`), { expiresInDays })).status).toBe(201)
  expect(await findings()).toEqual([])
})

test('a project that allows more than its traffic needs is found; the proposed allowlist ends it', async () => {
  const keyId = await createKey({ projectIds: [shop] })
  const body = { allowedDomains: ['shop.test', '*.shop.test'], allowLocalhost: true }
  await owner.patch(path(`/projects/${shop}`), body)
  await load(keyId, shop, 'https://beta.shop.test')
  for (const code of ['localhost_in_production', 'wildcard_in_production']) {
    const finding = (await findings()).find((finding: { code: string }) => finding.code === code)
    const { allowedDomains, allowLocalhost } = finding.fix
    const change = { allowedDomains, allowLocalhost }
    const checked = await owner.post(path(`/projects/${shop}/check-allowlist`), change)
    expect(checked.body.refused).toEqual([])
    expect((await owner.patch(path(`/projects/${shop}`), change)).status).toBe(200)
  }
  expect(await findings()).toEqual([])
})

describe('as time passes', () => {
  test('a key is found 14 days before it ends, then when its end is near and it has no successor', async () => {
    const keyId = await createKey({ projectIds: [shop], expiresInDays: 30 })
    expect(await findings()).toEqual([])
    platform.clock.advance(16 * DAY_MS)
    expect(await findings()).toMatchObject([{ code: 'key_expiring_without_successor', keyId }])
    platform.clock.advance(14 * DAY_MS)
    expect(await findings()).toEqual([])
  })
})

test('findings come in pages', async () => {
  for (let n = 0; n < 3; n += 1) await createKey({ projectIds: [shop], expiresInDays: null })
  const whole = await findings()
  expect(whole).toHaveLength(3)
  const items: unknown[] = []
  let cursor = ''
  do {
    const { body } = await owner.get(path(`/hygiene?limit=2${cursor}`))
    items.push(...body.items)
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
  } while (cursor !== '')
  expect(items).toEqual(whole)
})

test('findings are searched by name, and counted over all pages', async () => {
  await owner.patch(path(`/projects/${shop}`), { allowedDomains: [] })
  await owner.patch(path(`/projects/${blog}`), { allowedDomains: [] })
  await createKey({ projectIds: [shop], expiresInDays: null })
  await createKey({ projectIds: [blog], expiresInDays: null, name: 'Blog, staging' })
  const { body: all } = await owner.get(path('/hygiene?limit=1'))
  expect(all.counts).toEqual({ high: 2, medium: 2, low: 0 })
  const { body: found } = await owner.get(path('/hygiene?q=BLOG'))
  expect(found.items.map((finding: { code: string }) => finding.code).toSorted()).toEqual([
    'empty_allowlist',
    'key_never_expires',
  ])
  expect(found.counts).toEqual({ high: 1, medium: 1, low: 0 })
})

test('a large organization is shown what was last found, and judged anew in the background', async () => {
  const keyId = await createKey({ projectIds: [shop], expiresInDays: null })
  await platform.app.context.pool.query(
    `insert into projects (id, organization_id, name, slug, allowed_domains, allow_localhost, created_at, updated_at)
     select $1 || n, $1, 'P', 'p' || n, '{p.test}', false, now(), now() from generate_series(1, 300) n`,
    [org],
  )
  const ask = async (query = '') => (await owner.get(path(`/hygiene${query}`))).body
  const first = await ask()
  expect(first.items).toMatchObject([{ code: 'key_never_expires', keyId }])

  const other = await createKey({ projectIds: [blog], expiresInDays: null })
  platform.clock.advance(60_000)
  await refreshFindings(platform.app.context)
  expect(await ask()).toEqual(first)
  platform.clock.advance(4 * 60_000)
  await refreshFindings(platform.app.context)
  const next = await ask()
  expect(next.items.map((item: { keyId: string }) => item.keyId).toSorted()).toEqual(
    [keyId, other].toSorted(),
  )
  expect(next.judgedAt > first.judgedAt).toBe(true)

  const page = await ask('?limit=1')
  expect([...page.items, ...(await ask(`?cursor=${page.nextCursor}`)).items]).toEqual(next.items)
})
