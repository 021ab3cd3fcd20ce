/** Members and open invitations in pages: nobody is left out, and everybody can be found. */
import type { CallOf } from '../src/client/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const AMOUNT = 120

let platform: TestPlatform
let owner: Person
let admin: Person
let viewer: Person
let org: string
let otherOrg: string
beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp('Olga Owner')
  org = await platform.createOrganization(owner, 'enterprise')
  const stranger = await platform.signUp('Nora Elsewhere')
  otherOrg = await platform.createOrganization(stranger)
  admin = await platform.addMember(owner, org, 'admin')
  viewer = await platform.addMember(owner, org, 'viewer')
  const { pool } = platform.app.context
  await pool.query(
    `insert into users (id, name, email, two_factor_enabled, created_at, updated_at)
     select $1 || 'u' || n, 'Many_' || n, 'many' || n || case when n % 2 = 0 then '@company.example' else '@elsewhere.example' end,
       n % 3 = 0, now(), now() from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into members (id, organization_id, user_id, role, created_at)
     select $1 || 'm' || n, $1, $1 || 'u' || n, case when n = 7 then 'owner' else 'member' end, now() + n / 2 * interval '1 ms'
     from generate_series(1, $2::int) n`,
    [org, AMOUNT],
  )
  await pool.query(
    `insert into invitations (id, organization_id, email, role, status, expires_at, created_at, inviter_id)
     select $1 || 'i' || n, $1, 'guest' || n || '@example.com', 'viewer',
       case n % 10 when 0 then 'accepted' when 1 then 'canceled' else 'pending' end,
       now() + case when n % 10 = 2 then interval '-1 day' else interval '1 day' end, now() + n * interval '1 ms', $3
     from generate_series(1, $2::int) n`,
    [org, AMOUNT, owner.userId],
  )
})
afterAll(() => platform.close())

type MemberQuery = CallOf<'GET /api/organizations/{org}/members'>['query']
const readMembers = (query: MemberQuery = {}, { api }: Caller = owner) =>
  api.call('GET /api/organizations/{org}/members', { params: { org }, query })
const readInvitations = (
  query: CallOf<'GET /api/organizations/{org}/invitations'>['query'] = {},
  { api }: Caller = owner,
) => api.call('GET /api/organizations/{org}/invitations', { params: { org }, query })
const namesOf = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name)

describe('members', () => {
  test('come fifty at a time, oldest first, and say how many there are', async () => {
    const first = await readMembers()
    expect(first).toMatchObject({ total: AMOUNT + 3, nextCursor: expect.any(String) })
    expect(first.items).toHaveLength(50)
    expect(first.items[0]).toEqual({
      id: expect.any(String),
      userId: owner.userId,
      name: 'Olga Owner',
      email: owner.email,
      role: 'owner',
      createdAt: expect.any(String),
      hasSecondFactor: false,
    })
  })

  test('are read to the end, each once, also where several joined in the same millisecond', async () => {
    const all = await owner.api.listAll('GET /api/organizations/{org}/members', {
      params: { org },
      query: { limit: 17 },
    })
    expect((await readMembers({ limit: 17 })).items).toHaveLength(17)
    expect(new Set(all.map(({ id }) => id)).size).toBe(AMOUNT + 3)
    expect(all).toHaveLength(AMOUNT + 3)
  })

  test.each([
    ['many_117', ['Many_117']],
    ['MANY117@ELSE', ['Many_117']],
    ['many%', []],
    ['Nora', []],
  ])('are found by name and address: %s', async (q, names) => {
    expect(namesOf(await readMembers({ q }))).toEqual(names)
  })

  test('are found by role', async () => {
    expect(namesOf(await readMembers({ role: 'owner' }))).toEqual(['Olga Owner', 'Many_7'])
    const { total } = await readMembers({ role: 'member', limit: 1 })
    expect(total).toBe(AMOUNT - 1)
  })

  test('are told apart by their second factor, a passkey being one', async () => {
    await platform.app.context.pool.query(
      `insert into passkeys (id, name, public_key, user_id, credential_id, counter, device_type, backed_up, created_at)
       values ('p', 'P', 'x', $1, 'c', 0, 'singleDevice', false, now())`,
      [`${org}u1`],
    )
    const strong = await readMembers({ hasSecondFactor: 'true', q: 'many_1', limit: 200 })
    expect(namesOf(strong).slice(0, 3)).toEqual(['Many_1', 'Many_12', 'Many_15'])
    expect((await readMembers({ hasSecondFactor: 'false' })).total).toBe(AMOUNT + 3 - AMOUNT / 3 - 1)
  })

  test.each(['company.example', '@Company.Example'])(
    'that company sign-in at %s would lock out are those elsewhere, owners apart',
    async (outsideDomain) => {
      const page = await readMembers({ outsideDomain, limit: 200 })
      expect(page.total).toBe(AMOUNT / 2 - 1 + 2)
      expect(namesOf(page)).not.toContain('Many_7')
      expect(namesOf(page)).not.toContain('Many_2')
      expect(namesOf(page)).toContain('Many_9')
    },
  )

  test('are shown to every member, their factors to those who manage people', async () => {
    const page = await readMembers({ q: 'many_3' }, viewer)
    expect(page.items[0]).toMatchObject({ name: 'Many_3', hasSecondFactor: null })
    expect((await readMembers({ q: 'many_3' }, admin)).items[0]).toMatchObject({ hasSecondFactor: true })
    await expect(readMembers({ hasSecondFactor: 'false' }, viewer)).rejects.toMatchObject({ status: 403 })
    await expect(
      viewer.api.call('GET /api/organizations/{org}/members', { params: { org: otherOrg } }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('are listed whole by the library’s route, as before', async () => {
    const { body } = await owner.get(`/api/auth/organization/list-members?organizationId=${org}`)
    expect(body.members).toHaveLength(AMOUNT + 3)
    expect(body.total).toBe(AMOUNT + 3)
  })
})

describe('open invitations', () => {
  test('are those that can still be accepted, in pages', async () => {
    const all = await owner.api.listAll('GET /api/organizations/{org}/invitations', {
      params: { org },
      query: { limit: 25 },
    })
    expect((await readInvitations({ limit: 25 })).items).toHaveLength(25)
    expect(all).toHaveLength((AMOUNT / 10) * 7)
    expect(all[0]).toEqual({
      id: `${org}i3`,
      email: 'guest3@example.com',
      role: 'viewer',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    })
  })

  test('are found by their address', async () => {
    const { items } = await readInvitations({ q: 'GUEST118' })
    expect(items.map(({ email }) => email)).toEqual(['guest118@example.com'])
  })

  test('are kept from those who may not invite', async () => {
    await expect(readInvitations({}, viewer)).rejects.toMatchObject({ status: 403 })
    await readInvitations({}, admin)
  })
})

test.each([
  ['members', { limit: '201' }, 'limit'],
  ['members', { cursor: 'nonsense' }, 'cursor'],
  ['members', { role: 'king' }, 'role'],
  ['members', { q: '' }, 'q'],
  ['members', { outsideDomain: '' }, 'outsideDomain'],
  ['invitations', { cursor: 'nonsense' }, 'cursor'],
])('%s asked for %j is refused by name', async (kind, query, name) => {
  const path = `/api/organizations/${org}/${kind}?${new URLSearchParams(query)}`
  expect((await owner.get(path)).body).toMatchObject({
    code: 'invalid_request',
    errors: [{ path: name }],
  })
})
