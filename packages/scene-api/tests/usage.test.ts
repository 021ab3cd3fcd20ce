import type { CallOf } from '../src/client/index.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../src/db/database.js'
import { embedReports, refusalBuckets, usageBuckets } from '../src/db/usage.js'
import { createKey, updateProject } from './support/organization.js'
import { sumDays } from './support/sum-days.js'
import { type Caller, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const DAY_MS = 86_400_000

let platform: TestPlatform
let owner: Person
let org: string
let project: { id: string; name: string }
let keyId: string
let otherKeyId: string
let now: number

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
})
afterAll(() => platform.close())

beforeEach(async () => {
  now = platform.clock.now().getTime()
  org = await platform.createOrganization(owner, 'enterprise')
  project = await owner.api.call('POST /api/organizations/{org}/projects', {
    params: { org },
    body: { name: 'Shop' },
  })
  const create = async (name: string) => (await createKey(owner, org, [project.id], { name })).keyId
  keyId = await create('Website')
  otherKeyId = await create('Other')
})

const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS)
const day = (daysAgo: number) => at(daysAgo).toISOString().slice(0, 10)
const keyUsage = (query: CallOf<'GET /api/organizations/{org}/api-keys/{key}/usage'>['query'] = {}) =>
  owner.api.call('GET /api/organizations/{org}/api-keys/{key}/usage', {
    params: { org, key: keyId },
    query,
  })
const listRefusals = (query: CallOf<'GET /api/organizations/{org}/refusals'>['query'] = {}) =>
  owner.api.call('GET /api/organizations/{org}/refusals', { params: { org }, query })
const db = () => createDatabase(platform.app.context.pool)

interface Use {
  origin: string
  loads?: number
  refusals?: number
  daysAgo?: number
  client?: 'browser' | 'other'
  key?: string
  scene?: string
}
/** As the embed routes flush them. */
async function use({ origin, loads = 0, refusals = 0, daysAgo = 0, client = 'browser', key, scene }: Use) {
  await db()
    .insert(usageBuckets)
    .values({
      organizationId: org,
      keyId: key ?? keyId,
      sceneId: scene ?? 'scene',
      projectId: project.id,
      day: day(daysAgo),
      origin,
      client,
      loads,
      refusals,
      lastSeenAt: at(daysAgo),
    })
  await sumDays(platform.app.context.pool, org)
}

interface Refused {
  origin: string
  count?: number
  code?: string
  layer?: string | null
  client?: 'browser' | 'other'
  key?: string | null
  daysAgo?: number
}
async function refuse(given: Refused) {
  const {
    origin,
    count = 1,
    code = 'domain_not_allowed',
    layer = 'domain',
    client = 'browser',
    key = keyId,
    daysAgo = 0,
  } = given
  await db()
    .insert(refusalBuckets)
    .values({
      organizationId: org,
      projectId: project.id,
      keyId: key,
      sceneId: null,
      day: day(daysAgo),
      origin,
      code,
      layer,
      client,
      count,
      firstSeenAt: at(daysAgo),
      lastSeenAt: at(daysAgo),
    })
  await sumDays(platform.app.context.pool, org)
}

const lastSeen = (daysAgo: number) => at(daysAgo).toISOString()

describe('the use of a key', () => {
  beforeEach(async () => {
    await use({ origin: 'https://a.test', loads: 3, daysAgo: 1 })
    await use({ origin: 'https://a.test', loads: 2, scene: 'another' })
    await use({ origin: 'https://b.test', loads: 2, refusals: 1 })
    await use({ origin: '(none)', refusals: 2, client: 'other' })
    await use({ origin: 'https://a.test', loads: 50, key: otherKeyId })
    await use({ origin: 'https://a.test', loads: 9, daysAgo: 40 })
  })

  test('by day: one row a day and kind of client, refusals apart', async () => {
    const body = await keyUsage()
    expect(body).toEqual({
      from: day(29),
      to: day(0),
      items: [
        { day: day(1), client: 'browser', loads: 3, refusals: 0, lastSeenAt: lastSeen(1) },
        { day: day(0), client: 'browser', loads: 4, refusals: 1, lastSeenAt: lastSeen(0) },
        { day: day(0), client: 'other', loads: 0, refusals: 2, lastSeenAt: lastSeen(0) },
      ],
      nextCursor: null,
    })
  })

  test('by origin: most loads first, as seen, programs apart', async () => {
    const { items } = await keyUsage({ by: 'origin' })
    expect(items).toEqual([
      { origin: 'https://a.test', client: 'browser', loads: 5, refusals: 0, lastSeenAt: lastSeen(0) },
      { origin: 'https://b.test', client: 'browser', loads: 2, refusals: 1, lastSeenAt: lastSeen(0) },
      { origin: '(none)', client: 'other', loads: 0, refusals: 2, lastSeenAt: lastSeen(0) },
    ])
  })

  test('is narrowed by days, given as dates or instants, and by scene', async () => {
    const loads = async (query: Parameters<typeof keyUsage>[0]) =>
      (await keyUsage(query)).items.reduce((sum, item) => sum + item.loads, 0)
    expect(await loads({ from: day(1), to: day(1) })).toBe(3)
    expect(await loads({ from: at(0).toISOString() })).toBe(4)
    expect(await loads({ from: day(60) })).toBe(16)
    expect(await loads({ to: day(35), by: 'origin' })).toBe(9)
    expect(await loads({ sceneId: 'another' })).toBe(2)
    expect(await loads({ projectId: project.id })).toBe(7)
    expect(await loads({ projectId: 'unknown' })).toBe(0)
  })

  test.each(['day', 'origin'] as const)('by %s comes in pages without gaps', async (by) => {
    const whole = await keyUsage({ by })
    const items: unknown[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof keyUsage>> = await keyUsage({ by, limit: 1, cursor })
      expect(page.items).toHaveLength(1)
      items.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(items).toEqual(whole.items)
  })

  test.each([
    ['from', 'from=yesterday'],
    ['from', 'from=2026-02-02&to=2026-02-01'],
    ['by', 'by=hour'],
    ['cursor', 'cursor=bm90IGEgY3Vyc29y'],
    ['cursor', `cursor=${Buffer.from('["2026-99-99","browser"]').toString('base64url')}`],
    ['limit', 'limit=0'],
    ['colour', 'colour=red'],
  ])('refuses a wrong %s: %s', async (field, query) => {
    const path = `/api/organizations/${org}/api-keys/${keyId}/usage`
    const { status, body } = await owner.get(`${path}?${query}`)
    expect(status).toBe(400)
    expect(body.errors[0].path).toBe(field)
  })
})

test('the use of the organization sums its keys and what was refused without one', async () => {
  await use({ origin: 'https://a.test', loads: 3 })
  await use({ origin: 'https://a.test', loads: 4, refusals: 1, key: otherKeyId })
  await refuse({ origin: 'https://a.test', count: 1 })
  await refuse({ origin: 'https://a.test', count: 5, code: 'missing_token', layer: 'format', key: null })
  for (const query of [{}, { by: 'origin' }, { projectId: project.id }] as const) {
    const { items } = await owner.api.call('GET /api/organizations/{org}/usage', { params: { org }, query })
    expect(items, `${JSON.stringify(query)}`).toMatchObject([{ client: 'browser', loads: 7, refusals: 6 }])
  }
})

describe('refusals', () => {
  test('are counted over days, named, with the entry that would help; the latest first', async () => {
    await refuse({ origin: 'https://new.example.com:8443', count: 2, daysAgo: 3 })
    await refuse({ origin: 'https://new.example.com:8443', count: 5, daysAgo: 1 })
    await refuse({ origin: '(null)', count: 1, daysAgo: 2 })
    await refuse({ origin: 'https://x.test', code: 'key_expired', layer: 'key', daysAgo: 4 })
    await refuse({ origin: 'https://old.test', daysAgo: 45 })
    const body = await listRefusals()
    expect(body.nextCursor).toBeNull()
    expect(body.items).toMatchObject([
      { origin: 'https://new.example.com:8443', count: 7, suggestedPattern: 'new.example.com:8443' },
      { origin: '(null)', count: 1, suggestedPattern: null },
      { origin: 'https://x.test', code: 'key_expired', layer: 'key', suggestedPattern: null },
    ])
    expect(body.items[0]).toEqual({
      projectId: project.id,
      projectName: 'Shop',
      sceneId: null,
      sceneName: null,
      keyId,
      keyName: 'Website',
      keyPreview: expect.stringMatching(/^.{4}$/),
      origin: 'https://new.example.com:8443',
      client: 'browser',
      code: 'domain_not_allowed',
      layer: 'domain',
      count: 7,
      firstSeenAt: lastSeen(3),
      lastSeenAt: lastSeen(1),
      suggestedPattern: 'new.example.com:8443',
    })
  })

  test('come in pages and by project, key and code', async () => {
    for (let n = 0; n < 5; n += 1) await refuse({ origin: `https://${n}.test`, daysAgo: n })
    await refuse({
      origin: 'https://late.test',
      key: otherKeyId,
      code: 'project_out_of_scope',
      layer: 'project',
    })
    const all = await owner.api.listAll('GET /api/organizations/{org}/refusals', {
      params: { org },
      query: { limit: 2 },
    })
    const origins = all.map(({ origin }) => origin)
    expect(origins).toHaveLength(6)
    expect(new Set(origins).size).toBe(6)
    expect(origins.slice(2)).toEqual(['https://1.test', 'https://2.test', 'https://3.test', 'https://4.test'])

    const only = async (query: Parameters<typeof listRefusals>[0]) => (await listRefusals(query)).items.length
    expect(await only({ keyId: otherKeyId })).toBe(1)
    expect(await only({ code: 'project_out_of_scope' })).toBe(1)
    expect(await only({ projectId: project.id })).toBe(6)
    expect(await only({ projectId: 'unknown' })).toBe(0)
  })
})

test('what pages reported is counted, with what the latest one told', async () => {
  const report = (daysAgo: number, detail: string, code = 'webgl_unavailable') => ({
    id: crypto.randomUUID(),
    receivedAt: at(daysAgo),
    organizationId: org,
    projectId: project.id,
    sceneId: 'gone',
    origin: 'https://a.test',
    code,
    layer: null,
    detail,
    sdkVersion: '1.0.0',
    userAgent: 'A browser',
    requestId: null,
  })
  await db()
    .insert(embedReports)
    .values([report(2, 'first'), report(1, 'latest'), report(3, 'timed out', 'timeout')])
  const { items } = await owner.api.call('GET /api/organizations/{org}/embed-reports', { params: { org } })
  expect(items).toEqual([
    {
      projectId: project.id,
      projectName: 'Shop',
      sceneId: 'gone',
      sceneName: null,
      origin: 'https://a.test',
      code: 'webgl_unavailable',
      layer: null,
      count: 2,
      firstSeenAt: lastSeen(2),
      lastSeenAt: lastSeen(1),
      detail: 'latest',
      sdkVersion: '1.0.0',
      userAgent: 'A browser',
      requestId: null,
    },
    expect.objectContaining({ code: 'timeout', count: 1 }),
  ])
  const first = await owner.api.call('GET /api/organizations/{org}/embed-reports', {
    params: { org },
    query: { limit: 1 },
  })
  const second = await owner.api.call('GET /api/organizations/{org}/embed-reports', {
    params: { org },
    query: { limit: 1, cursor: first.nextCursor },
  })
  expect([...first.items, ...second.items]).toEqual(items)
  expect(second.nextCursor).toBeNull()
})

describe('a change of the allowlist, checked before it is saved', () => {
  beforeEach(async () => {
    await updateProject(owner, org, project.id, { allowedDomains: ['a.test', '*.a.test'] })
    await use({ origin: 'https://a.test', loads: 10 })
    await use({ origin: 'https://beta.a.test', loads: 4, client: 'other' })
    await use({ origin: '(localhost)', loads: 3, daysAgo: 2 })
    await use({ origin: 'https://beta.a.test', loads: 1, daysAgo: 29 })
    await use({ origin: 'https://old.a.test', loads: 90, daysAgo: 31 })
  })

  test('names the origins that it would refuse, and saves nothing', async () => {
    const body = await owner.api.call('POST /api/organizations/{org}/projects/{project}/check-allowlist', {
      params: { org, project: project.id },
      body: { allowedDomains: ['https://A.test/shop'], allowLocalhost: false },
    })
    expect(body).toEqual({
      allowedDomains: ['a.test'],
      allowLocalhost: false,
      warnings: [],
      days: 30,
      refused: [
        { origin: 'https://beta.a.test', loads: 5, lastSeenAt: lastSeen(0) },
        { origin: '(localhost)', loads: 3, lastSeenAt: lastSeen(2) },
      ],
      refusedLoads: 8,
      keptLoads: 10,
      unknownLoads: 0,
    })
    const { allowedDomains } = await owner.api.call('GET /api/organizations/{org}/projects/{project}', {
      params: { org, project: project.id },
    })
    expect(allowedDomains).toEqual(['a.test', '*.a.test'])
  })

  test('refuses entries that cannot be saved', async () => {
    const checked = owner.api.call('POST /api/organizations/{org}/projects/{project}/check-allowlist', {
      params: { org, project: project.id },
      body: { allowedDomains: ['*.com'], allowLocalhost: true },
    })
    await expect(checked).rejects.toMatchObject({ status: 400, errors: [{ path: 'allowedDomains.0' }] })
  })
})

describe('who may read it', () => {
  const body = { allowedDomains: [], allowLocalhost: true }
  const requests: readonly ((caller: Caller) => Promise<unknown>)[] = [
    ...(['usage', 'refusals', 'embed-reports', 'hygiene'] as const).map(
      (what) =>
        ({ api }: Caller) =>
          api.call(`GET /api/organizations/{org}/${what}`, { params: { org } }),
    ),
    ({ api }) =>
      api.call('GET /api/organizations/{org}/api-keys/{key}/usage', { params: { org, key: keyId } }),
    ({ api }) =>
      api.call('POST /api/organizations/{org}/projects/{project}/check-allowlist', {
        params: { org, project: project.id },
        body,
      }),
  ]

  test('owners and admins do; members, viewers, strangers and nobody do not', async () => {
    const admin = await platform.addMember(owner, org, 'admin')
    const refused = [
      [await platform.addMember(owner, org, 'member'), 403],
      [await platform.addMember(owner, org, 'viewer'), 403],
      [await platform.signUp(), 404],
      [platform.nobody, 401],
    ] as const
    for (const [index, request] of requests.entries()) {
      await request(owner)
      await request(admin)
      for (const [caller, status] of refused)
        await expect(request(caller), `request ${index}`).rejects.toMatchObject({ status })
    }
  })

  test('nothing of another organization is in any of them', async () => {
    await use({ origin: 'https://secret.test', loads: 1 })
    await refuse({ origin: 'https://secret.test' })
    const elsewhere = await platform.createOrganization(owner)
    await expect(
      owner.api.call('GET /api/organizations/{org}/api-keys/{key}/usage', {
        params: { org: elsewhere, key: keyId },
      }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(
      owner.api.call('POST /api/organizations/{org}/projects/{project}/check-allowlist', {
        params: { org: elsewhere, project: project.id },
        body,
      }),
    ).rejects.toMatchObject({ status: 404 })
    const params = { org: elsewhere }
    const lists = await Promise.all([
      owner.api.call('GET /api/organizations/{org}/usage', { params }),
      owner.api.call('GET /api/organizations/{org}/usage', { params, query: { projectId: project.id } }),
      owner.api.call('GET /api/organizations/{org}/refusals', { params }),
      owner.api.call('GET /api/organizations/{org}/refusals', { params, query: { keyId } }),
      owner.api.call('GET /api/organizations/{org}/hygiene', { params }),
    ])
    for (const { items } of lists) expect(items).toEqual([])
  })
})
