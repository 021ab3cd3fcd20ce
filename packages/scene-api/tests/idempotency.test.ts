import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgetOldResponses } from '../src/mount/idempotency.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

const MINUTE = 60_000
let platform: TestPlatform
let owner: Person
let org: string
let project: string

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'enterprise')
  project = (await owner.post(`/api/organizations/${org}/projects`, { name: 'P' })).body.id
})
afterAll(() => platform.close())

const create = (key: string, name = 'Key') =>
  owner.post(
    `/api/organizations/${org}/api-keys`,
    { name, projectIds: [project] },
    { 'idempotency-key': key },
  )
const countKeys = async () =>
  (await owner.get(`/api/organizations/${org}/api-keys?limit=200`)).body.items.length

describe('a repeated request with the same Idempotency-Key', () => {
  test('returns what the first one did, token and all, and makes nothing', async () => {
    const before = await countKeys()
    const first = await create('one')
    const second = await create('one')
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await countKeys()).toBe(before + 1)
  })

  test('at once makes one key', async () => {
    const before = await countKeys()
    const responses = await Promise.all(Array.from({ length: 8 }, () => create('at-once')))
    expect(new Set(responses.map(({ body }) => body.token)).size).toBe(1)
    expect(responses.every(({ status }) => status === 201)).toBe(true)
    expect(await countKeys()).toBe(before + 1)
  })

  test('of another body is refused', async () => {
    await create('two')
    expect((await create('two', 'Other')).body).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  })

  test('by another caller is another request', async () => {
    const admin = await platform.addMember(owner, org, 'admin')
    const first = await create('three')
    const theirs = await admin.post(
      `/api/organizations/${org}/api-keys`,
      { name: 'Key', projectIds: [project] },
      { 'idempotency-key': 'three' },
    )
    expect(theirs.body.apiKey.id).not.toBe(first.body.apiKey.id)
  })

  test('after an error tries again', async () => {
    const path = `/api/organizations/${org}/api-keys`
    const headers = { 'idempotency-key': 'four' }
    const later = { name: 'Key', projectIds: [project], externalId: 'x' }
    const holder = await owner.post(path, later)
    expect((await owner.post(path, later, headers)).status).toBe(409)
    await owner.post(`${path}/${holder.body.apiKey.id}/revoke`)
    expect((await owner.post(path, later, headers)).status).toBe(201)
  })

  test('loses the token after ten minutes and says so, and everything after a day', async () => {
    const first = await create('five')
    platform.clock.advance(9 * MINUTE)
    expect((await create('five')).body.token).toBe(first.body.token)
    platform.clock.advance(MINUTE)
    for (const isForgotten of [false, true]) {
      if (isForgotten) await forgetOldResponses(platform.app.context)
      const { token: _, ...withoutToken } = first.body
      expect((await create('five')).body).toEqual({ ...withoutToken, tokenExpired: true })
    }
    platform.clock.advance(24 * 60 * MINUTE)
    expect((await create('five')).body.apiKey.id).not.toBe(first.body.apiKey.id)
  })

  test.each(['', 'a b', 'x'.repeat(256)])('must have the form of one: %j', async (key) => {
    expect((await create(key)).status).toBe(400)
  })
})

test.each([
  ['projects', { name: 'Once' }],
  ['service-tokens', { name: 'Once' }],
])('%s are created once', async (what, body) => {
  const path = `/api/organizations/${org}/${what}`
  const [first, second] = await Promise.all(
    [1, 2].map(() => owner.post(path, body, { 'idempotency-key': what })),
  )
  expect(second?.body).toEqual(first?.body)
})

test('a rotation repeated is the same rotation', async () => {
  const { apiKey } = (await create('to-rotate')).body
  const rotate = () =>
    owner.post(`/api/organizations/${org}/api-keys/${apiKey.id}/rotate`, {}, { 'idempotency-key': 'rotate' })
  const first = await rotate()
  expect(first.status).toBe(201)
  expect((await rotate()).body).toEqual(first.body)
})
