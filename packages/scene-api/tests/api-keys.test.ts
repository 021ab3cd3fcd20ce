import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let owner: Person
let org: string
let projectIds: string[]
const DAY = 86_400_000
const HOUR = 3_600_000

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp('Olga Owner')
  org = await platform.createOrganization(owner, 'enterprise')
  projectIds = []
  for (const name of ['One', 'Two', 'Three']) {
    projectIds.push((await owner.post(`/api/organizations/${org}/projects`, { name })).body.id)
  }
})
afterAll(() => platform.close())

const keys = (rest = '') => `/api/organizations/${org}/api-keys${rest}`
const create = (body: object = {}) =>
  owner.post(keys(), { name: 'Key', projectIds: [projectIds[0]], ...body })
const errorPaths = (response: { body: { errors?: { path: string }[] } }) =>
  response.body.errors?.map(({ path }) => path)

describe('creating a key', () => {
  test('returns the key with every field, and the token once', async () => {
    const { status, headers, body } = await create({
      name: 'Website',
      description: 'For www',
      projectIds: [projectIds[0], projectIds[1]],
    })
    expect(status).toBe(201)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body.token).toMatch(/^vctrl_[0-9A-Za-z]{43}$/)
    expect(body.apiKey).toEqual({
      id: expect.any(String),
      organizationId: org,
      name: 'Website',
      description: 'For www',
      preview: body.token.slice(-4),
      projects: [
        { id: projectIds[0], name: 'One' },
        { id: projectIds[1], name: 'Two' },
      ],
      status: 'active',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      createdBy: { id: owner.userId, name: 'Olga Owner', email: owner.email },
      expiresAt: new Date(Date.parse(body.apiKey.createdAt) + 90 * DAY).toISOString(),
      lastUsedAt: null,
      lastUsedOrigin: null,
      rotatedFromId: null,
      replacedById: null,
      revokesAt: null,
      revokedAt: null,
      revokedBy: null,
      externalId: null,
    })
    const read = await owner.get(keys(`/${body.apiKey.id}`))
    expect(read.body).toEqual(body.apiKey)
    const list = await owner.get(keys('?limit=200'))
    expect(list.body.items).toContainEqual(body.apiKey)
    expect(JSON.stringify([read.body, list.body])).not.toContain(body.token.slice(6, 20))
  })

  test.each([30, 60, 90])('for %i days expires that many times 24 hours later', async (days) => {
    const { body } = await create({ expiresInDays: days })
    expect(Date.parse(body.apiKey.expiresAt) - Date.parse(body.apiKey.createdAt)).toBe(days * DAY)
  })

  test('without expiry has none', async () => {
    expect((await create({ expiresInDays: null })).body.apiKey.expiresAt).toBeNull()
  })

  test.each([1, 45, 91, -1, '90', 1e9, true])('refuses a lifetime of %s', async (expiresInDays) => {
    const response = await create({ expiresInDays })
    expect(response.status).toBe(400)
    expect(response.body).toMatchObject({ code: 'invalid_request', status: 400 })
    expect(errorPaths(response)).toEqual(['expiresInDays'])
  })

  test.each([
    ['one character', 'a', 201],
    ['a hundred emoji', '😀'.repeat(100), 201],
    ['markup', '<img src=x onerror=alert(1)>', 201],
    ['right-to-left text', 'مفتاح', 201],
    ['nothing', '', 400],
    ['a hundred and one', 'a'.repeat(101), 400],
    ['spaces only', '   ', 400],
    ['a NUL', 'a\u0000b', 400],
    ['half a surrogate pair', 'a\ud800b', 400],
    ['a number', 7, 400],
  ])('takes or refuses a name of %s', async (_what, name, status) => {
    const response = await create({ name })
    expect(response.status).toBe(status)
    expect(response.body.apiKey?.name ?? errorPaths(response)).toEqual(status === 201 ? name : ['name'])
  })

  test.each([
    ['500 emoji', '😀'.repeat(500), 201],
    ['two lines', 'a\nb', 201],
    ['null', null, 201],
    ['501 emoji', '😀'.repeat(501), 400],
  ])('takes or refuses a description of %s', async (_what, description, status) => {
    const response = await create({ description })
    expect(response.status).toBe(status)
    expect(response.body.apiKey?.description).toBe(status === 201 ? description : undefined)
  })

  test.each([
    ['missing', undefined, 'projectIds'],
    ['empty', [], 'projectIds'],
    ['not a list', 'x', 'projectIds'],
    ['unknown', ['00000000-0000-4000-8000-000000000000'], 'projectIds.0'],
    ['not an id', ["'; drop table"], 'projectIds.0'],
  ])('refuses projectIds that are %s', async (_what, ids, path) => {
    const before = (await owner.get(keys('?limit=200'))).body.items.length
    const response = await create({ projectIds: ids })
    expect(response.status).toBe(400)
    expect(errorPaths(response)).toEqual([path])
    expect((await owner.get(keys('?limit=200'))).body.items.length).toBe(before)
  })

  test("refuses another organization's project and makes nothing", async () => {
    const other = await platform.createOrganization(owner)
    const theirs = (await owner.post(`/api/organizations/${other}/projects`, { name: 'Theirs' })).body.id
    const response = await create({ projectIds: [projectIds[0], theirs] })
    expect(response.status).toBe(400)
    expect(errorPaths(response)).toEqual(['projectIds.1'])
  })

  test('refuses fields it does not know, each by name', async () => {
    const response = await create({ allowedDomains: ['a.com'], role: 'x' })
    expect(response.status).toBe(400)
    expect(errorPaths(response)).toEqual(['allowedDomains', 'role'])
  })

  test('refuses a body that is not an object, not JSON, not typed as JSON or too deep', async () => {
    const post = (body: string, type = 'application/json') =>
      owner.post(keys(), body, { 'content-type': type })
    expect((await post('[]')).status).toBe(400)
    expect((await post('null')).status).toBe(400)
    expect((await post('{"name":')).body).toMatchObject({ status: 400, code: 'invalid_request' })
    expect((await post('name=x', 'application/x-www-form-urlencoded')).body).toMatchObject({ status: 415 })
    expect((await post('['.repeat(5000) + ']'.repeat(5000))).status).toBe(400)
    expect((await post(`{"name":"${'x'.repeat(2_000_000)}"}`)).body).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    })
  })
})

describe('an external id', () => {
  test('belongs to one live key', async () => {
    const first = await create({ externalId: 'tenant-1' })
    expect(first.status).toBe(201)
    const second = await create({ externalId: 'tenant-1' })
    expect(second.status).toBe(409)
    expect(second.body).toMatchObject({ code: 'conflict', apiKey: { id: first.body.apiKey.id } })
    expect(JSON.stringify(second.body)).not.toContain(first.body.token)
    await owner.post(keys(`/${first.body.apiKey.id}/revoke`))
    expect((await create({ externalId: 'tenant-1' })).status).toBe(201)
  })

  test('moves to the replacing key', async () => {
    const first = await create({ externalId: 'tenant-2' })
    const rotated = await owner.post(keys(`/${first.body.apiKey.id}/rotate`))
    expect(rotated.status).toBe(201)
    expect(rotated.body.apiKey.externalId).toBe('tenant-2')
    const again = await create({ externalId: 'tenant-2' })
    expect(again.body).toMatchObject({ status: 409, apiKey: { id: rotated.body.apiKey.id } })
  })

  test('is free once its key has expired', async () => {
    const first = await create({ externalId: 'tenant-3', expiresInDays: 30 })
    expect((await create({ externalId: 'tenant-3' })).status).toBe(409)
    platform.clock.advance(30 * DAY)
    expect((await create({ externalId: 'tenant-3' })).status).toBe(201)
    expect((await owner.get(keys(`/${first.body.apiKey.id}`))).body.status).toBe('expired')
  })

  test('is taken once by two requests at once', async () => {
    const responses = await Promise.all([1, 2, 3, 4].map(() => create({ externalId: 'tenant-4' })))
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  })
})

describe('renaming a key', () => {
  test('changes name and description', async () => {
    const { body } = await create()
    const response = await owner.patch(keys(`/${body.apiKey.id}`), { name: 'New', description: 'Text' })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({ ...body.apiKey, name: 'New', description: 'Text' })
  })

  test.each(['organizationId', 'status', 'projectIds', 'expiresAt', 'revokedAt', 'token', 'externalId'])(
    'refuses to change %s',
    async (field) => {
      const { body } = await create()
      const response = await owner.patch(keys(`/${body.apiKey.id}`), { [field]: 'x' })
      expect(response.status).toBe(400)
      expect(errorPaths(response)).toEqual([field])
      expect((await owner.get(keys(`/${body.apiKey.id}`))).body).toEqual(body.apiKey)
    },
  )
})

describe('rotating a key', () => {
  test('makes a new key and gives the old one 24 hours', async () => {
    const old = (await create({ name: 'Shop', description: 'd', expiresInDays: 60 })).body.apiKey
    const { status, body } = await owner.post(keys(`/${old.id}/rotate`))
    expect(status).toBe(201)
    expect(body.token).toMatch(/^vctrl_/)
    expect(body.apiKey).toMatchObject({
      name: 'Shop',
      description: 'd',
      projects: old.projects,
      status: 'active',
      rotatedFromId: old.id,
    })
    expect(Date.parse(body.apiKey.expiresAt) - Date.parse(body.apiKey.createdAt)).toBe(60 * DAY)
    expect(body.replaces).toMatchObject({
      id: old.id,
      status: 'rotating',
      replacedById: body.apiKey.id,
      revokedAt: null,
    })
    expect(Date.parse(body.replaces.revokesAt) - Date.parse(body.apiKey.createdAt)).toBe(24 * HOUR)
  })

  test('ends the old key at once without overlap', async () => {
    const old = (await create()).body.apiKey
    const { body } = await owner.post(keys(`/${old.id}/rotate`), { overlapHours: 0, expiresInDays: null })
    expect(body.apiKey.expiresAt).toBeNull()
    expect(body.replaces).toMatchObject({ status: 'revoked', revokedBy: { id: owner.userId } })
  })

  test.each([-1, 169, '24', null])('refuses an overlap of %s hours', async (overlapHours) => {
    const old = (await create()).body.apiKey
    expect(errorPaths(await owner.post(keys(`/${old.id}/rotate`), { overlapHours }))).toEqual([
      'overlapHours',
    ])
  })

  test('two at once give one new key and one conflict', async () => {
    const old = (await create()).body.apiKey
    const responses = await Promise.all([1, 2].map(() => owner.post(keys(`/${old.id}/rotate`))))
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409])
    expect(responses.find(({ status }) => status === 409)?.body.code).toBe('rotation_in_progress')
  })

  test('gives the new key fewer projects, without a free place in the plan', async () => {
    const id = await platform.createOrganization(owner, 'free')
    const path = `/api/organizations/${id}`
    const makeProject = async (name: string) => (await owner.post(`${path}/projects`, { name })).body.id
    const [shop, blog] = [await makeProject('Shop'), await makeProject('Blog')]
    const other = await makeProject('Other')
    const make = async (name: string) =>
      (await owner.post(`${path}/api-keys`, { name, projectIds: [shop, blog] })).body.apiKey
    const [broad] = [await make('Broad'), await make('Second')]
    expect((await owner.post(`${path}/api-keys`, { name: 'Third', projectIds: [shop] })).body.code).toBe(
      'key_limit_reached',
    )
    const rotate = (projectIds: unknown) => owner.post(`${path}/api-keys/${broad.id}/rotate`, { projectIds })
    expect(errorPaths(await rotate([shop, other]))).toEqual(['projectIds.1'])
    expect(errorPaths(await rotate([]))).toEqual(['projectIds'])
    const { status, body } = await rotate([shop])
    expect([status, body.apiKey.projects]).toEqual([201, [{ id: shop, name: 'Shop' }]])
    expect(body.replaces.projects).toHaveLength(2)
  })

  test('waits for the predecessor to end', async () => {
    const first = (await create()).body.apiKey
    const second = (await owner.post(keys(`/${first.id}/rotate`))).body.apiKey
    expect((await owner.post(keys(`/${second.id}/rotate`))).body.code).toBe('rotation_in_progress')
    await owner.post(keys(`/${first.id}/overlap`), { revokesAt: new Date().toISOString() })
    expect((await owner.post(keys(`/${second.id}/rotate`))).status).toBe(201)
  })

  test('is refused on a revoked key', async () => {
    const old = (await create()).body.apiKey
    await owner.post(keys(`/${old.id}/revoke`))
    expect((await owner.post(keys(`/${old.id}/rotate`))).body).toMatchObject({
      status: 409,
      code: 'key_not_active',
    })
  })
})

describe('an overlap', () => {
  const rotating = async (body: object = {}) => {
    const old = (await create(body)).body.apiKey
    return (await owner.post(keys(`/${old.id}/rotate`))).body.replaces
  }
  const end = (id: string, revokesAt: unknown) => owner.post(keys(`/${id}/overlap`), { revokesAt })
  const inHours = (hours: number) => new Date(platform.clock.now().getTime() + hours * HOUR).toISOString()

  test('ends later', async () => {
    const old = await rotating()
    const at = inHours(72)
    const response = await end(old.id, at)
    expect(response.status).toBe(200)
    expect(response.body.apiKey).toMatchObject({ status: 'rotating', revokesAt: at })
  })

  test('ends now for a time that has passed', async () => {
    const old = await rotating()
    expect((await end(old.id, inHours(-1))).body.apiKey).toMatchObject({
      status: 'revoked',
      revokedBy: { id: owner.userId },
    })
  })

  test('never ends after the expiry of the key', async () => {
    const old = await rotating({ expiresInDays: 30 })
    expect(errorPaths(await end(old.id, inHours(31 * 24)))).toEqual(['revokesAt'])
  })

  test('needs a rotation', async () => {
    const { apiKey } = (await create()).body
    expect((await end(apiKey.id, inHours(1))).body).toMatchObject({ status: 409, code: 'conflict' })
    await owner.post(keys(`/${apiKey.id}/revoke`))
    expect((await end(apiKey.id, inHours(1))).body).toMatchObject({ status: 409, code: 'key_not_active' })
  })

  test.each(['tomorrow', '2030-01-01', '2030-01-01T00:00:00', 5])('refuses the time %s', async (at) => {
    const old = await rotating()
    expect(errorPaths(await end(old.id, at))).toEqual(['revokesAt'])
  })
})

describe('revoking a key', () => {
  test('keeps the first time and person', async () => {
    const { apiKey } = (await create()).body
    const admin = await platform.addMember(owner, org, 'admin')
    const [first, second] = await Promise.all([
      owner.post(keys(`/${apiKey.id}/revoke`)),
      owner.post(keys(`/${apiKey.id}/revoke`)),
    ])
    const third = await admin.post(keys(`/${apiKey.id}/revoke`))
    expect([first?.status, second?.status, third.status]).toEqual([200, 200, 200])
    expect(first?.body.apiKey).toMatchObject({
      status: 'revoked',
      revokedBy: { id: owner.userId, email: owner.email },
    })
    expect(second?.body).toEqual(first?.body)
    expect(third.body).toEqual(first?.body)
    const log = await owner.get(`/api/organizations/${org}/audit-log?action=api_key.revoked&limit=200`)
    expect(
      log.body.items.filter((entry: { target: { id: string } }) => entry.target.id === apiKey.id),
    ).toHaveLength(1)
  })

  test('in the middle of an overlap ends it', async () => {
    const old = (await create()).body.apiKey
    await owner.post(keys(`/${old.id}/rotate`))
    const { body } = await owner.post(keys(`/${old.id}/revoke`))
    expect(body.apiKey.status).toBe('revoked')
    expect(Date.parse(body.apiKey.revokedAt)).toBeLessThan(Date.parse(body.apiKey.revokesAt))
  })

  test('leaves the name changeable and nothing else', async () => {
    const { apiKey } = (await create()).body
    const revoked = (await owner.post(keys(`/${apiKey.id}/revoke`))).body.apiKey
    expect((await owner.patch(keys(`/${apiKey.id}`), { name: 'Old' })).body).toEqual({
      ...revoked,
      name: 'Old',
    })
  })
})

describe('plan limits', () => {
  const fill = async (plan: string, count: number) => {
    const id = await platform.createOrganization(owner, plan)
    const project = (await owner.post(`/api/organizations/${id}/projects`, { name: 'P' })).body.id
    const make = () => owner.post(`/api/organizations/${id}/api-keys`, { name: 'K', projectIds: [project] })
    const responses = await Promise.all(Array.from({ length: count }, make))
    return { id, make, responses, made: responses.filter(({ status }) => status === 201) }
  }

  test.each([
    ['free', 2, 'pro'],
    ['pro', 10, 'business'],
    ['business', 50, 'enterprise'],
  ])('%s allows %i keys, also when asked for more at once', async (plan, limit, next) => {
    const { responses, made, make } = await fill(plan, limit + 18)
    expect(made).toHaveLength(limit)
    // A machine that is busy may put some of them off (503): whoever asks again is told about the limit too.
    const putOff = responses.filter(({ status }) => status === 503)
    const askedAgain = await Promise.all(putOff.map(make))
    const refused = [...responses, ...askedAgain].filter(({ status }) => status !== 201 && status !== 503)
    expect(refused.length).toBeGreaterThan(0)
    for (const { body } of refused) {
      expect(body).toMatchObject({
        status: 403,
        code: 'key_limit_reached',
        limit,
        count: limit,
        plan,
        nextPlan: next,
      })
    }
  })

  test('enterprise has no limit', async () => {
    expect((await fill('enterprise', 60)).made).toHaveLength(60)
  })

  test('a rotation needs no free place, and revoking makes one', async () => {
    const { id, make, made } = await fill('free', 2)
    const key = made[0]?.body.apiKey.id
    const rotated = await owner.post(`/api/organizations/${id}/api-keys/${key}/rotate`)
    expect(rotated.status).toBe(201)
    expect((await make()).status).toBe(403)
    await owner.post(`/api/organizations/${id}/api-keys/${made[1]?.body.apiKey.id}/revoke`)
    expect((await make()).status).toBe(201)
    expect((await make()).status).toBe(403)
  })

  test('rotating and revoking the new key is no way round the limit', async () => {
    const { id, make, made } = await fill('free', 2)
    const key = made[0]?.body.apiKey.id
    const rotated = await owner.post(`/api/organizations/${id}/api-keys/${key}/rotate`)
    await owner.post(`/api/organizations/${id}/api-keys/${rotated.body.apiKey.id}/revoke`)
    expect((await make()).body.code).toBe('key_limit_reached')
  })

  test('a smaller plan leaves keys alone and refuses new ones', async () => {
    const { id, make } = await fill('pro', 5)
    await platform.operator.put(`/api/operator/organizations/${id}/plan`, { plan: 'free' })
    expect((await make()).body).toMatchObject({ code: 'key_limit_reached', limit: 2, count: 5 })
    const { items } = (await owner.get(`/api/organizations/${id}/api-keys`)).body
    expect(items.every(({ status }: { status: string }) => status === 'active')).toBe(true)
  })
})

test('a hundred keys made twenty at a time are well formed and distinct', async () => {
  const tokens: string[] = []
  for (let i = 0; i < 5; i += 1) {
    const responses = await Promise.all(Array.from({ length: 20 }, () => create()))
    tokens.push(...responses.map(({ body }) => body.token))
  }
  expect(new Set(tokens).size).toBe(100)
  expect(tokens.filter((token) => !/^vctrl_[0-9A-Za-z]{43}$/.test(token))).toEqual([])
})
