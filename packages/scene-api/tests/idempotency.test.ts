import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgetOldResponses } from '../src/mount/idempotency.js'
import { createKey, createProject, type NewKey, revokeKey } from './support/organization.js'
import { type Caller, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const MINUTE = 60_000
let platform: TestPlatform
let owner: Person
let org: string
let project: string

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'enterprise')
  project = await createProject(owner, org)
})
afterAll(() => platform.close())

const create = (idempotencyKey: string, body: NewKey = {}, { api }: Caller = owner) =>
  api.call('POST /api/organizations/{org}/api-keys', {
    params: { org },
    body: { name: 'Key', projectIds: [project], ...body },
    idempotencyKey,
  })
const countKeys = async () =>
  (await owner.api.listAll('GET /api/organizations/{org}/api-keys', { params: { org } })).length

describe('a repeated request with the same Idempotency-Key', () => {
  test('returns what the first one did, token and all, and makes nothing', async () => {
    const before = await countKeys()
    const send = () =>
      owner.post(
        `/api/organizations/${org}/api-keys`,
        { name: 'Key', projectIds: [project] },
        { 'idempotency-key': 'one' },
      )
    const first = await send()
    const second = await send()
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await countKeys()).toBe(before + 1)
  })

  test('at once makes one key', async () => {
    const before = await countKeys()
    const made = await Promise.all(Array.from({ length: 8 }, () => create('at-once')))
    expect(new Set(made.map(({ token }) => token)).size).toBe(1)
    expect(made[0]?.token).toMatch(/^vctrl_/)
    expect(await countKeys()).toBe(before + 1)
  })

  test('of another body is refused', async () => {
    await create('two')
    await expect(create('two', { name: 'Other' })).rejects.toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    })
  })

  test('by another caller is another request', async () => {
    const admin = await platform.addMember(owner, org, 'admin')
    const mine = await create('three')
    const theirs = await create('three', {}, admin)
    expect(theirs.apiKey.id).not.toBe(mine.apiKey.id)
  })

  test('after an error tries again', async () => {
    const later = { externalId: 'x' }
    const { keyId } = await createKey(owner, org, [project], later)
    await expect(create('four', later)).rejects.toMatchObject({ status: 409 })
    await revokeKey(owner, org, keyId)
    await create('four', later)
  })

  test('loses the token after ten minutes and says so, and everything after a day', async () => {
    const first = await create('five')
    platform.clock.advance(9 * MINUTE)
    expect(await create('five')).toMatchObject({ token: first.token })
    platform.clock.advance(MINUTE)
    for (const isForgotten of [false, true]) {
      if (isForgotten) await forgetOldResponses(platform.app.context)
      const { token: _, ...withoutToken } = first
      expect(await create('five')).toEqual({ ...withoutToken, tokenExpired: true })
    }
    platform.clock.advance(24 * 60 * MINUTE)
    expect((await create('five')).apiKey.id).not.toBe(first.apiKey.id)
  })

  test.each(['', 'a b', 'x'.repeat(256)])('must have the form of one: %j', async (key) => {
    await expect(create(key)).rejects.toMatchObject({ status: 400 })
  })
})

test.each(['projects', 'service-tokens'] as const)('%s are created once', async (what) => {
  const [first, second] = await Promise.all(
    [1, 2].map(() =>
      owner.api.call(`POST /api/organizations/{org}/${what}`, {
        params: { org },
        body: { name: 'Once' },
        idempotencyKey: what,
      }),
    ),
  )
  expect(second).toEqual(first)
})

test('a rotation repeated is the same rotation', async () => {
  const { apiKey } = await create('to-rotate')
  const rotate = () =>
    owner.api.call('POST /api/organizations/{org}/api-keys/{key}/rotate', {
      params: { org, key: apiKey.id },
      idempotencyKey: 'rotate',
    })
  const first = await rotate()
  expect(await rotate()).toEqual(first)
})
