import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  auditEntries,
  createKey,
  createProject,
  type NewKey,
  readKey,
  revokeKey,
  rotateKey,
} from './support/organization.js'
import { outcomesOf, refusalOf } from './support/outcomes.js'
import { type Person, type Plan, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let owner: Person
let org: string
let projectIds: [string, string, string]
const DAY = 86_400_000
const HOUR = 3_600_000

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp('Olga Owner')
  org = await platform.createOrganization(owner, 'enterprise')
  const named = (name: string) => createProject(owner, org, { name })
  projectIds = [await named('One'), await named('Two'), await named('Three')]
})
afterAll(() => platform.close())

const keys = (rest = '') => `/api/organizations/${org}/api-keys${rest}`
const create = (body: NewKey = {}) => createKey(owner, org, [projectIds[0]], body)
/** Also with what no key may have. */
const send = (body: object) => owner.post(keys(), { name: 'Key', projectIds: [projectIds[0]], ...body })
const listAll = () => owner.api.listAll('GET /api/organizations/{org}/api-keys', { params: { org } })
const errorPaths = (response: { body: { errors?: { path: string }[] } }) =>
  response.body.errors?.map(({ path }) => path)

describe('creating a key', () => {
  test('returns the key with every field, and the token once', async () => {
    const { status, headers, body } = await send({
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
    const read = await readKey(owner, org, body.apiKey.id)
    expect(read).toEqual(body.apiKey)
    const list = await listAll()
    expect(list).toContainEqual(body.apiKey)
    expect(JSON.stringify([read, list])).not.toContain(body.token.slice(6, 20))
  })

  test.each([30, 60, 90] as const)('for %i days expires that many times 24 hours later', async (days) => {
    const { apiKey } = await create({ expiresInDays: days })
    expect(Date.parse(apiKey.expiresAt ?? '') - Date.parse(apiKey.createdAt)).toBe(days * DAY)
  })

  test('without expiry has none', async () => {
    expect((await create({ expiresInDays: null })).apiKey.expiresAt).toBeNull()
  })

  test.each([1, 45, 91, -1, '90', 1e9, true])('refuses a lifetime of %s', async (expiresInDays) => {
    const response = await send({ expiresInDays })
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
    const response = await send({ name })
    expect(response.status).toBe(status)
    expect(response.body.apiKey?.name ?? errorPaths(response)).toEqual(status === 201 ? name : ['name'])
  })

  test.each([
    ['500 emoji', '😀'.repeat(500), 201],
    ['two lines', 'a\nb', 201],
    ['null', null, 201],
    ['501 emoji', '😀'.repeat(501), 400],
  ])('takes or refuses a description of %s', async (_what, description, status) => {
    const response = await send({ description })
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
    const before = (await listAll()).length
    const response = await send({ projectIds: ids })
    expect(response.status).toBe(400)
    expect(errorPaths(response)).toEqual([path])
    expect(await listAll()).toHaveLength(before)
  })

  test("refuses another organization's project and makes nothing", async () => {
    const other = await platform.createOrganization(owner)
    const theirs = await createProject(owner, other, { name: 'Theirs' })
    await expect(create({ projectIds: [projectIds[0], theirs] })).rejects.toMatchObject({
      status: 400,
      errors: [{ path: 'projectIds.1' }],
    })
  })

  test('refuses fields it does not know, each by name', async () => {
    const response = await send({ allowedDomains: ['a.com'], role: 'x' })
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
    const refusal = await refusalOf(create({ externalId: 'tenant-1' }))
    expect(refusal).toMatchObject({ status: 409, code: 'conflict' })
    expect(refusal.members).toMatchObject({ apiKey: { id: first.apiKey.id } })
    expect(JSON.stringify(refusal.members)).not.toContain(first.token)
    await revokeKey(owner, org, first.apiKey.id)
    await create({ externalId: 'tenant-1' })
  })

  test('moves to the replacing key', async () => {
    const { keyId } = await create({ externalId: 'tenant-2' })
    const { apiKey } = await rotateKey(owner, org, keyId)
    expect(apiKey.externalId).toBe('tenant-2')
    await expect(create({ externalId: 'tenant-2' })).rejects.toMatchObject({
      status: 409,
      members: { apiKey: { id: apiKey.id } },
    })
  })

  test('is free once its key has expired', async () => {
    const { apiKey } = await create({ externalId: 'tenant-3', expiresInDays: 30 })
    await expect(create({ externalId: 'tenant-3' })).rejects.toMatchObject({ status: 409 })
    platform.clock.advance(30 * DAY)
    await create({ externalId: 'tenant-3' })
    expect(await readKey(owner, org, apiKey.id)).toMatchObject({ status: 'expired' })
  })

  test('is taken once by two requests at once', async () => {
    const outcomes = await outcomesOf([1, 2, 3, 4].map(() => create({ externalId: 'tenant-4' })))
    expect(outcomes).toEqual(['409 conflict', '409 conflict', '409 conflict', 'done'])
  })
})

describe('renaming a key', () => {
  test('changes name and description', async () => {
    const { apiKey } = await create()
    const response = await owner.api.call('PATCH /api/organizations/{org}/api-keys/{key}', {
      params: { org, key: apiKey.id },
      body: { name: 'New', description: 'Text' },
    })
    expect(response).toEqual({ ...apiKey, name: 'New', description: 'Text' })
  })

  test.each(['organizationId', 'status', 'projectIds', 'expiresAt', 'revokedAt', 'token', 'externalId'])(
    'refuses to change %s',
    async (field) => {
      const { apiKey } = await create()
      const response = await owner.patch(keys(`/${apiKey.id}`), { [field]: 'x' })
      expect(response.status).toBe(400)
      expect(errorPaths(response)).toEqual([field])
      expect(await readKey(owner, org, apiKey.id)).toEqual(apiKey)
    },
  )
})

describe('rotating a key', () => {
  test('makes a new key and gives the old one 24 hours', async () => {
    const { apiKey: old } = await create({ name: 'Shop', description: 'd', expiresInDays: 60 })
    const body = await rotateKey(owner, org, old.id)
    expect(body.token).toMatch(/^vctrl_/)
    expect(body.apiKey).toMatchObject({
      name: 'Shop',
      description: 'd',
      projects: old.projects,
      status: 'active',
      rotatedFromId: old.id,
    })
    expect(Date.parse(body.apiKey.expiresAt ?? '') - Date.parse(body.apiKey.createdAt)).toBe(60 * DAY)
    expect(body.replaces).toMatchObject({
      id: old.id,
      status: 'rotating',
      replacedById: body.apiKey.id,
      revokedAt: null,
    })
    expect(Date.parse(body.replaces.revokesAt ?? '') - Date.parse(body.apiKey.createdAt)).toBe(24 * HOUR)
  })

  test('ends the old key at once without overlap', async () => {
    const { apiKey: old } = await create()
    const body = await rotateKey(owner, org, old.id, { overlapHours: 0, expiresInDays: null })
    expect(body.apiKey.expiresAt).toBeNull()
    expect(body.replaces).toMatchObject({ status: 'revoked', revokedBy: { id: owner.userId } })
  })

  test.each([-1, 169, '24', null])('refuses an overlap of %s hours', async (overlapHours) => {
    const { apiKey: old } = await create()
    expect(errorPaths(await owner.post(keys(`/${old.id}/rotate`), { overlapHours }))).toEqual([
      'overlapHours',
    ])
  })

  test('two at once give one new key and one conflict', async () => {
    const { apiKey: old } = await create()
    const outcomes = await outcomesOf([1, 2].map(() => rotateKey(owner, org, old.id)))
    expect(outcomes).toEqual(['409 rotation_in_progress', 'done'])
  })

  test('gives the new key fewer projects, without a free place in the plan', async () => {
    const id = await platform.createOrganization(owner, 'free')
    const makeProject = (name: string) => createProject(owner, id, { name })
    const [shop, blog] = [await makeProject('Shop'), await makeProject('Blog')]
    const other = await makeProject('Other')
    const make = (name: string) => createKey(owner, id, [shop, blog], { name })
    const [broad] = [await make('Broad'), await make('Second')]
    await expect(make('Third')).rejects.toMatchObject({ code: 'key_limit_reached' })
    const rotate = (projectIds: string[]) => rotateKey(owner, id, broad.keyId, { projectIds })
    await expect(rotate([shop, other])).rejects.toMatchObject({ errors: [{ path: 'projectIds.1' }] })
    await expect(rotate([])).rejects.toMatchObject({ errors: [{ path: 'projectIds' }] })
    const { apiKey, replaces } = await rotate([shop])
    expect(apiKey.projects).toEqual([{ id: shop, name: 'Shop' }])
    expect(replaces.projects).toHaveLength(2)
  })

  test('waits for the predecessor to end', async () => {
    const { apiKey: first } = await create()
    const { apiKey: second } = await rotateKey(owner, org, first.id)
    await expect(rotateKey(owner, org, second.id)).rejects.toMatchObject({ code: 'rotation_in_progress' })
    await owner.api.call('POST /api/organizations/{org}/api-keys/{key}/overlap', {
      params: { org, key: first.id },
      body: { revokesAt: new Date().toISOString() },
    })
    await rotateKey(owner, org, second.id)
  })

  test('is refused on a revoked key', async () => {
    const { apiKey: old } = await create()
    await revokeKey(owner, org, old.id)
    await expect(rotateKey(owner, org, old.id)).rejects.toMatchObject({ status: 409, code: 'key_not_active' })
  })
})

describe('an overlap', () => {
  const rotating = async (body: NewKey = {}) => {
    const { keyId } = await create(body)
    return (await rotateKey(owner, org, keyId)).replaces
  }
  const end = (id: string, revokesAt: string) =>
    owner.api.call('POST /api/organizations/{org}/api-keys/{key}/overlap', {
      params: { org, key: id },
      body: { revokesAt },
    })
  const inHours = (hours: number) => new Date(platform.clock.now().getTime() + hours * HOUR).toISOString()

  test('ends later', async () => {
    const old = await rotating()
    const at = inHours(72)
    const { apiKey } = await end(old.id, at)
    expect(apiKey).toMatchObject({ status: 'rotating', revokesAt: at })
  })

  test('ends now for a time that has passed', async () => {
    const old = await rotating()
    expect((await end(old.id, inHours(-1))).apiKey).toMatchObject({
      status: 'revoked',
      revokedBy: { id: owner.userId },
    })
  })

  test('never ends after the expiry of the key', async () => {
    const old = await rotating({ expiresInDays: 30 })
    await expect(end(old.id, inHours(31 * 24))).rejects.toMatchObject({ errors: [{ path: 'revokesAt' }] })
  })

  test('needs a rotation', async () => {
    const { apiKey } = await create()
    await expect(end(apiKey.id, inHours(1))).rejects.toMatchObject({ status: 409, code: 'conflict' })
    await revokeKey(owner, org, apiKey.id)
    await expect(end(apiKey.id, inHours(1))).rejects.toMatchObject({ status: 409, code: 'key_not_active' })
  })

  test.each(['tomorrow', '2030-01-01', '2030-01-01T00:00:00', 5])('refuses the time %s', async (at) => {
    const old = await rotating()
    const response = await owner.post(keys(`/${old.id}/overlap`), { revokesAt: at })
    expect(errorPaths(response)).toEqual(['revokesAt'])
  })
})

describe('revoking a key', () => {
  test('keeps the first time and person', async () => {
    const { apiKey } = await create()
    const admin = await platform.addMember(owner, org, 'admin')
    const [first, second] = await Promise.all([
      revokeKey(owner, org, apiKey.id),
      revokeKey(owner, org, apiKey.id),
    ])
    expect(first.apiKey).toMatchObject({
      status: 'revoked',
      revokedBy: { id: owner.userId, email: owner.email },
    })
    expect(second).toEqual(first)
    expect(await revokeKey(admin, org, apiKey.id)).toEqual(first)
    const items = await auditEntries(owner, org, { action: 'api_key.revoked', limit: 200 })
    expect(items.filter(({ target }) => target.id === apiKey.id)).toHaveLength(1)
  })

  test('in the middle of an overlap ends it', async () => {
    const { apiKey: old } = await create()
    await rotateKey(owner, org, old.id)
    const { apiKey } = await revokeKey(owner, org, old.id)
    expect(apiKey.status).toBe('revoked')
    expect(Date.parse(apiKey.revokedAt ?? '')).toBeLessThan(Date.parse(apiKey.revokesAt ?? ''))
  })

  test('leaves the name changeable and nothing else', async () => {
    const { apiKey } = await create()
    const { apiKey: revoked } = await revokeKey(owner, org, apiKey.id)
    const renamed = await owner.api.call('PATCH /api/organizations/{org}/api-keys/{key}', {
      params: { org, key: apiKey.id },
      body: { name: 'Old' },
    })
    expect(renamed).toEqual({ ...revoked, name: 'Old' })
  })
})

describe('plan limits', () => {
  const fill = async (plan: Plan, count: number) => {
    const id = await platform.createOrganization(owner, plan)
    const project = await createProject(owner, id)
    const make = () => createKey(owner, id, [project])
    const outcomes = await Promise.allSettled(Array.from({ length: count }, make))
    return {
      id,
      make,
      made: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.keyId] : [])),
      refusals: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])),
    }
  }

  test.each([
    ['free', 2, 'pro'],
    ['pro', 10, 'business'],
    ['business', 50, 'enterprise'],
  ] as const)('%s allows %i keys, also when asked for more at once', async (plan, limit, next) => {
    const { refusals, made, make } = await fill(plan, limit + 18)
    expect(made).toHaveLength(limit)
    // A machine that is busy may put some of them off (503): whoever asks again is told about the limit too.
    const putOff = refusals.filter(({ status }) => status === 503)
    const askedAgain = await Promise.all(putOff.map(() => refusalOf(make())))
    const refused = [...refusals, ...askedAgain].filter(({ status }) => status !== 503)
    expect(refused.length).toBeGreaterThan(0)
    for (const refusal of refused) {
      expect(refusal).toMatchObject({
        status: 403,
        code: 'key_limit_reached',
        members: { limit, count: limit, plan, nextPlan: next },
      })
    }
  })

  test('enterprise has no limit', async () => {
    expect((await fill('enterprise', 60)).made).toHaveLength(60)
  })

  test('a rotation needs no free place, and revoking makes one', async () => {
    const { id, make, made } = await fill('free', 2)
    const [first, second] = made as [string, string]
    await rotateKey(owner, id, first)
    await expect(make()).rejects.toMatchObject({ status: 403 })
    await revokeKey(owner, id, second)
    await make()
    await expect(make()).rejects.toMatchObject({ status: 403 })
  })

  test('rotating and revoking the new key is no way round the limit', async () => {
    const { id, make, made } = await fill('free', 2)
    const { apiKey } = await rotateKey(owner, id, made[0] as string)
    await revokeKey(owner, id, apiKey.id)
    await expect(make()).rejects.toMatchObject({ code: 'key_limit_reached' })
  })

  test('a smaller plan leaves keys alone and refuses new ones', async () => {
    const { id, make } = await fill('pro', 5)
    await platform.setPlan(id, 'free')
    await expect(make()).rejects.toMatchObject({
      code: 'key_limit_reached',
      members: { limit: 2, count: 5 },
    })
    const { items } = await owner.api.call('GET /api/organizations/{org}/api-keys', { params: { org: id } })
    expect(items.every(({ status }) => status === 'active')).toBe(true)
  })
})

test('a hundred keys made twenty at a time are well formed and distinct', async () => {
  const tokens: string[] = []
  for (let i = 0; i < 5; i += 1) {
    const made = await Promise.all(Array.from({ length: 20 }, () => create()))
    tokens.push(...made.map(({ token }) => token))
  }
  expect(new Set(tokens).size).toBe(100)
  expect(tokens.filter((token) => !/^vctrl_[0-9A-Za-z]{43}$/.test(token))).toEqual([])
})
