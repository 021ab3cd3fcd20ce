import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../src/db/database.js'
import { embedReports, refusalBuckets, usageBuckets } from '../src/db/usage.js'
import { sumDays } from './support/sum-days.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

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
  project = (await owner.post(`/api/organizations/${org}/projects`, { name: 'Shop' })).body
  const create = async (name: string) =>
    (await owner.post(`/api/organizations/${org}/api-keys`, { name, projectIds: [project.id] })).body.apiKey
      .id
  keyId = await create('Website')
  otherKeyId = await create('Other')
})

const path = (rest: string) => `/api/organizations/${org}${rest}`
const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS)
const day = (daysAgo: number) => at(daysAgo).toISOString().slice(0, 10)
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
    const { status, body } = await owner.get(path(`/api-keys/${keyId}/usage`))
    expect(status).toBe(200)
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
    const { body } = await owner.get(path(`/api-keys/${keyId}/usage?by=origin`))
    expect(body.items).toEqual([
      { origin: 'https://a.test', client: 'browser', loads: 5, refusals: 0, lastSeenAt: lastSeen(0) },
      { origin: 'https://b.test', client: 'browser', loads: 2, refusals: 1, lastSeenAt: lastSeen(0) },
      { origin: '(none)', client: 'other', loads: 0, refusals: 2, lastSeenAt: lastSeen(0) },
    ])
  })

  test('is narrowed by days, given as dates or instants, and by scene', async () => {
    const loads = async (query: string) => {
      const { body } = await owner.get(path(`/api-keys/${keyId}/usage?${query}`))
      return body.items.reduce((sum: number, item: { loads: number }) => sum + item.loads, 0)
    }
    expect(await loads(`from=${day(1)}&to=${day(1)}`)).toBe(3)
    expect(await loads(`from=${at(0).toISOString()}`)).toBe(4)
    expect(await loads(`from=${day(60)}`)).toBe(16)
    expect(await loads(`to=${day(35)}&by=origin`)).toBe(9)
    expect(await loads('sceneId=another')).toBe(2)
    expect(await loads(`projectId=${project.id}`)).toBe(7)
    expect(await loads('projectId=unknown')).toBe(0)
  })

  test.each(['day', 'origin'])('by %s comes in pages without gaps', async (by) => {
    const whole = await owner.get(path(`/api-keys/${keyId}/usage?by=${by}`))
    const items: unknown[] = []
    let cursor = ''
    do {
      const { body } = await owner.get(path(`/api-keys/${keyId}/usage?by=${by}&limit=1${cursor}`))
      expect(body.items).toHaveLength(1)
      items.push(...body.items)
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
    } while (cursor !== '')
    expect(items).toEqual(whole.body.items)
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
    const { status, body } = await owner.get(path(`/api-keys/${keyId}/usage?${query}`))
    expect(status).toBe(400)
    expect(body.errors[0].path).toBe(field)
  })
})

test('the use of the organization sums its keys and what was refused without one', async () => {
  await use({ origin: 'https://a.test', loads: 3 })
  await use({ origin: 'https://a.test', loads: 4, refusals: 1, key: otherKeyId })
  await refuse({ origin: 'https://a.test', count: 1 })
  await refuse({ origin: 'https://a.test', count: 5, code: 'missing_token', layer: 'format', key: null })
  for (const query of ['', '?by=origin', `?projectId=${project.id}`]) {
    const { body } = await owner.get(path(`/usage${query}`))
    expect(body.items, `${query}`).toMatchObject([{ client: 'browser', loads: 7, refusals: 6 }])
  }
})

describe('refusals', () => {
  test('are counted over days, named, with the entry that would help; the latest first', async () => {
    await refuse({ origin: 'https://new.example.com:8443', count: 2, daysAgo: 3 })
    await refuse({ origin: 'https://new.example.com:8443', count: 5, daysAgo: 1 })
    await refuse({ origin: '(null)', count: 1, daysAgo: 2 })
    await refuse({ origin: 'https://x.test', code: 'key_expired', layer: 'key', daysAgo: 4 })
    await refuse({ origin: 'https://old.test', daysAgo: 45 })
    const { status, body } = await owner.get(path('/refusals'))
    expect(status).toBe(200)
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
    const origins: string[] = []
    let cursor = ''
    do {
      const { body } = await owner.get(path(`/refusals?limit=2${cursor}`))
      origins.push(...body.items.map((item: { origin: string }) => item.origin))
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
    } while (cursor !== '')
    expect(origins).toHaveLength(6)
    expect(new Set(origins).size).toBe(6)
    expect(origins.slice(2)).toEqual(['https://1.test', 'https://2.test', 'https://3.test', 'https://4.test'])

    const only = async (query: string) => (await owner.get(path(`/refusals?${query}`))).body.items.length
    expect(await only(`keyId=${otherKeyId}`)).toBe(1)
    expect(await only('code=project_out_of_scope')).toBe(1)
    expect(await only(`projectId=${project.id}`)).toBe(6)
    expect(await only('projectId=unknown')).toBe(0)
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
  const { status, body } = await owner.get(path('/embed-reports'))
  expect(status).toBe(200)
  expect(body.items).toEqual([
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
  const first = await owner.get(path('/embed-reports?limit=1'))
  const second = await owner.get(path(`/embed-reports?limit=1&cursor=${first.body.nextCursor}`))
  expect([...first.body.items, ...second.body.items]).toEqual(body.items)
  expect(second.body.nextCursor).toBeNull()
})

describe('a change of the allowlist, checked before it is saved', () => {
  beforeEach(async () => {
    await owner.patch(path(`/projects/${project.id}`), { allowedDomains: ['a.test', '*.a.test'] })
    await use({ origin: 'https://a.test', loads: 10 })
    await use({ origin: 'https://beta.a.test', loads: 4, client: 'other' })
    await use({ origin: '(localhost)', loads: 3, daysAgo: 2 })
    await use({ origin: 'https://beta.a.test', loads: 1, daysAgo: 29 })
    await use({ origin: 'https://old.a.test', loads: 90, daysAgo: 31 })
  })

  test('names the origins that it would refuse, and saves nothing', async () => {
    const { status, body } = await owner.post(path(`/projects/${project.id}/check-allowlist`), {
      allowedDomains: ['https://A.test/shop'],
      allowLocalhost: false,
    })
    expect(status).toBe(200)
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
    const saved = await owner.get(path(`/projects/${project.id}`))
    expect(saved.body.allowedDomains).toEqual(['a.test', '*.a.test'])
  })

  test('refuses entries that cannot be saved', async () => {
    const { status, body } = await owner.post(path(`/projects/${project.id}/check-allowlist`), {
      allowedDomains: ['*.com'],
      allowLocalhost: true,
    })
    expect(status).toBe(400)
    expect(body.errors[0].path).toBe('allowedDomains.0')
  })
})

describe('who may read it', () => {
  const requests = [
    ['GET', () => path('/usage')],
    ['GET', () => path(`/api-keys/${keyId}/usage`)],
    ['GET', () => path('/refusals')],
    ['GET', () => path('/embed-reports')],
    ['GET', () => path('/hygiene')],
    ['POST', () => path(`/projects/${project.id}/check-allowlist`)],
  ] as const
  const body = { allowedDomains: [], allowLocalhost: true }

  test('owners and admins do; members, viewers, strangers and nobody do not', async () => {
    const callers = {
      owner,
      admin: await platform.addMember(owner, org, 'admin'),
      member: await platform.addMember(owner, org, 'member'),
      viewer: await platform.addMember(owner, org, 'viewer'),
      stranger: await platform.signUp(),
      nobody: platform.nobody,
    }
    const expected = { owner: 200, admin: 200, member: 403, viewer: 403, stranger: 404, nobody: 401 }
    for (const [method, url] of requests) {
      const responses: Record<string, number> = {}
      for (const [name, caller] of Object.entries(callers)) {
        const response = await caller.send(url(), { method, ...(method === 'POST' && { body }) })
        responses[name] = response.status
      }
      expect(responses, `${url()}`).toEqual(expected)
    }
  })

  test('nothing of another organization is in any of them', async () => {
    await use({ origin: 'https://secret.test', loads: 1 })
    await refuse({ origin: 'https://secret.test' })
    const elsewhere = await platform.createOrganization(owner)
    const other = `/api/organizations/${elsewhere}`
    expect((await owner.get(`${other}/api-keys/${keyId}/usage`)).status).toBe(404)
    expect((await owner.post(`${other}/projects/${project.id}/check-allowlist`, body)).status).toBe(404)
    for (const rest of [
      '/usage',
      `/usage?projectId=${project.id}`,
      '/refusals',
      `/refusals?keyId=${keyId}`,
      '/hygiene',
    ]) {
      expect((await owner.get(other + rest)).body.items, `${rest}`).toEqual([])
    }
  })
})
