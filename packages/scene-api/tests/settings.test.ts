/** The rules that an organization sets: a second factor for its people, the longest life of its keys. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Caller,
  cookieOf,
  PASSWORD,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'
import { secretOf, totpCode } from './support/totp.js'

let platform: TestPlatform
let owner: Person
let org: string
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.close())
beforeEach(async () => {
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
})

const path = (rest: string) => `/api/organizations/${org}${rest}`
const settings = () => path('/settings')

async function withApp(person: Person): Promise<Caller> {
  const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const code = totpCode(secretOf(body.totpURI))
  return platform.withCookie(cookieOf(await person.post('/api/auth/two-factor/verify-totp', { code })))
}

test('are read by every role, and changed by owners', async () => {
  const defaults = {
    requireTwoFactor: false,
    maxKeyLifetimeDays: null,
    endUnusedKeysAfterDays: null,
    endLeakedCredentials: false,
  }
  for (const role of ['admin', 'member', 'viewer']) {
    const person = await platform.addMember(owner, org, role)
    expect((await person.get(settings())).body).toEqual(defaults)
    expect((await person.patch(settings(), { maxKeyLifetimeDays: 60 })).status).toBe(403)
  }
  const saved = await owner.patch(settings(), { maxKeyLifetimeDays: 60 })
  expect(saved.body).toEqual({ ...defaults, maxKeyLifetimeDays: 60 })
  expect((await owner.get(settings())).body).toEqual(saved.body)
  const { body } = await owner.get(path('/audit-log?action=organization.settings_changed'))
  expect(body.items).toMatchObject([{ before: defaults, after: saved.body }])
})

test.each([
  ['a life of 29 days', { maxKeyLifetimeDays: 29 }, 'maxKeyLifetimeDays'],
  ['a life of half days', { maxKeyLifetimeDays: 60.5 }, 'maxKeyLifetimeDays'],
  ['an end after 29 days', { endUnusedKeysAfterDays: 29 }, 'endUnusedKeysAfterDays'],
  ['a word for a yes', { requireTwoFactor: 'yes' }, 'requireTwoFactor'],
  ['an unknown rule', { requireHats: true }, 'requireHats'],
])('refuse %s', async (_what, body, field) => {
  const response = await owner.patch(settings(), body)
  expect(response.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: field }] })
})

describe('a required second factor', () => {
  test('is turned on by nobody who would be shut out first', async () => {
    const refused = await owner.patch(settings(), { requireTwoFactor: true })
    expect(refused.body).toMatchObject({ status: 403, code: 'second_factor_required' })
    expect((await (await withApp(owner)).patch(settings(), { requireTwoFactor: true })).status).toBe(200)
  })

  test('shuts out members without one, on every route of that organization, and no programs', async () => {
    const member = await platform.addMember(owner, org, 'admin')
    const elsewhere = await platform.createOrganization(member, 'business')
    const { token } = (await owner.post(path('/service-tokens'), { name: 'T' })).body
    const invited = await owner.post('/api/auth/organization/invite-member', {
      email: 'pending@example.test',
      role: 'member',
      organizationId: org,
    })
    const strong = await withApp(owner)
    await strong.patch(settings(), { requireTwoFactor: true })

    const { slug } = (await strong.get('/api/auth/organization/list')).body[0]
    const reads = [
      settings(),
      path('/api-keys'),
      path('/projects'),
      `/api/auth/organization/list-members?organizationId=${org}`,
      `/api/auth/organization/list-members?organizationSlug=${slug}`,
      `/api/auth/organization/get-full-organization?organizationId=${org}`,
      `/api/auth/organization/list-invitations?organizationId=${org}`,
    ]
    for (const read of reads) {
      expect((await member.get(read)).body, `GET ${read}`).toMatchObject({
        status: 403,
        code: 'second_factor_required',
      })
      expect((await strong.get(read)).status, `GET ${read}`).toBe(200)
    }
    const writes = [
      ['invite-member', { email: 'x@example.test', role: 'member', organizationId: org }],
      ['cancel-invitation', { invitationId: invited.body.id }],
      ['update', { organizationId: org, data: { name: 'Mine' } }],
    ] as const
    for (const [route, body] of writes) {
      const response = await member.post(`/api/auth/organization/${route}`, body)
      expect(response.body, `POST ${route}`).toMatchObject({ code: 'second_factor_required' })
    }
    // Without an organization in the request, the session's active one is meant.
    await member.post('/api/auth/organization/set-active', { organizationId: org })
    expect((await member.get('/api/auth/organization/list-members')).status).toBe(403)

    expect((await member.get(`/api/organizations/${elsewhere}/projects`)).status).toBe(200)
    expect((await platform.bearer(token).get(path('/projects'))).status).toBe(200)
    expect((await (await withApp(member)).get(path('/projects'))).status).toBe(200)
  })

  test('is asked of sessions: one from before, and one after the factor is gone, are out', async () => {
    const before = owner
    const strong = await withApp(owner)
    await strong.patch(settings(), { requireTwoFactor: true })
    expect((await before.get(settings())).status).toBe(401)
    const removed = await strong.post('/api/auth/two-factor/disable', { password: PASSWORD })
    const after = platform.withCookie(cookieOf(removed))
    expect((await after.get(settings())).body).toMatchObject({ code: 'second_factor_required' })
  })

  test('holds through a change of the password', async () => {
    const strong = await withApp(owner)
    await strong.patch(settings(), { requireTwoFactor: true })
    const changed = await strong.post('/api/auth/change-password', {
      currentPassword: PASSWORD,
      newPassword: 'another horse battery',
      revokeOtherSessions: true,
    })
    const after = changed.headers.getSetCookie().length > 0 ? platform.withCookie(cookieOf(changed)) : strong
    expect((await after.get(settings())).status).toBe(200)
  })

  test('is told of each member to those who manage people', async () => {
    const member = await platform.addMember(owner, org, 'member')
    const strong = await withApp(owner)
    const { body } = await strong.get(path('/member-factors'))
    const has = Object.fromEntries(
      body.items.map((item: { userId: string; hasSecondFactor: boolean }) => [
        item.userId,
        item.hasSecondFactor,
      ]),
    )
    expect(has).toEqual({ [owner.userId]: true, [member.userId]: false })
    expect((await member.get(path('/member-factors'))).status).toBe(403)
  })
})

describe('the longest life of keys', () => {
  let project: string
  beforeEach(async () => {
    project = (await owner.post(path('/projects'), { name: 'P' })).body.id
  })
  const create = (expiresInDays: number | null | undefined) =>
    owner.post(path('/api-keys'), { name: 'K', projectIds: [project], expiresInDays })
  const naming = { status: 400, code: 'invalid_request', errors: [{ path: 'expiresInDays' }] }

  test('refuses longer ones and those without an end, for people and programs, also when rotated', async () => {
    const { token } = (await owner.post(path('/service-tokens'), { name: 'T' })).body
    const long = (await create(90)).body.apiKey.id
    const endless = (await create(null)).body.apiKey.id
    await owner.patch(settings(), { maxKeyLifetimeDays: 60 })

    expect((await create(60)).status).toBe(201)
    expect((await create(90)).body).toMatchObject(naming)
    expect((await create(null)).body).toMatchObject(naming)
    expect((await create(undefined)).body).toMatchObject(naming)
    const byProgram = await platform
      .bearer(token)
      .post(path('/api-keys'), { name: 'K', projectIds: [project], expiresInDays: null })
    expect(byProgram.body).toMatchObject(naming)
    for (const key of [long, endless]) {
      expect((await owner.post(path(`/api-keys/${key}/rotate`))).body).toMatchObject(naming)
      expect((await owner.post(path(`/api-keys/${key}/rotate`), { expiresInDays: 60 })).status).toBe(201)
    }
  })

  test('leaves existing keys alone, and finds them', async () => {
    const long = (await create(90)).body.apiKey
    const short = (await create(30)).body.apiKey
    await owner.patch(settings(), { maxKeyLifetimeDays: 60 })
    expect((await owner.get(path(`/api-keys/${long.id}`))).body.status).toBe('active')
    const { items } = (await owner.get(path('/hygiene'))).body
    const found = items.filter(({ code }: { code: string }) => code === 'key_outlives_limit')
    expect(found.map(({ keyId }: { keyId: string }) => keyId)).toEqual([long.id])
    expect(found[0].fix).toEqual({ action: 'rotate_key', keyId: long.id, expiresInDays: 60 })
    expect(
      items.some(
        ({ keyId, code }: { keyId: string; code: string }) =>
          keyId === short.id && code === 'key_outlives_limit',
      ),
    ).toBe(false)
  })

  test('two changes at once of different rules are both kept', async () => {
    const strong = await withApp(owner)
    await Promise.all([
      strong.patch(settings(), { maxKeyLifetimeDays: 60 }),
      strong.patch(settings(), { requireTwoFactor: true }),
    ])
    expect((await strong.get(settings())).body).toEqual({
      requireTwoFactor: true,
      maxKeyLifetimeDays: 60,
      endUnusedKeysAfterDays: null,
      endLeakedCredentials: false,
    })
  })
})

test('a database that names no rules has the loosest ones', async () => {
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  await client.query(
    "insert into organizations (id, name, slug, created_at) values ('old', 'Old', 'old', now())",
  )
  const { rows } = await client.query(
    "select require_two_factor, max_key_lifetime_days from organizations where id = 'old'",
  )
  await client.end()
  expect(rows).toEqual([{ require_two_factor: false, max_key_lifetime_days: null }])
})
