/** The rules that an organization sets: a second factor for its people, the longest life of its keys. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  auditEntries,
  changeSettings,
  createKey,
  createProject,
  createServiceToken,
  findingsOf,
  type NewKey,
  readKey,
  rotateKey,
} from './support/organization.js'
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
const readSettings = ({ api }: Caller) =>
  api.call('GET /api/organizations/{org}/settings', { params: { org } })
const listProjects = ({ api }: Caller, organization = org) =>
  api.call('GET /api/organizations/{org}/projects', { params: { org: organization } })

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
    expect(await readSettings(person)).toEqual(defaults)
    await expect(changeSettings(person, org, { maxKeyLifetimeDays: 60 })).rejects.toMatchObject({
      status: 403,
    })
  }
  const saved = await changeSettings(owner, org, { maxKeyLifetimeDays: 60 })
  expect(saved).toEqual({ ...defaults, maxKeyLifetimeDays: 60 })
  expect(await readSettings(owner)).toEqual(saved)
  const items = await auditEntries(owner, org, { action: 'organization.settings_changed' })
  expect(items).toMatchObject([{ before: defaults, after: saved }])
})

test.each([
  ['a life of 29 days', { maxKeyLifetimeDays: 29 }, 'maxKeyLifetimeDays'],
  ['a life of half days', { maxKeyLifetimeDays: 60.5 }, 'maxKeyLifetimeDays'],
  ['an end after 29 days', { endUnusedKeysAfterDays: 29 }, 'endUnusedKeysAfterDays'],
  ['a word for a yes', { requireTwoFactor: 'yes' }, 'requireTwoFactor'],
  ['an unknown rule', { requireHats: true }, 'requireHats'],
])('refuse %s', async (_what, body, field) => {
  const response = await owner.patch(path('/settings'), body)
  expect(response.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: field }] })
})

describe('a required second factor', () => {
  test('is turned on by nobody who would be shut out first', async () => {
    await expect(changeSettings(owner, org, { requireTwoFactor: true })).rejects.toMatchObject({
      status: 403,
      code: 'second_factor_required',
    })
    await changeSettings(await withApp(owner), org, { requireTwoFactor: true })
  })

  test('shuts out members without one, on every route of that organization, and no programs', async () => {
    const member = await platform.addMember(owner, org, 'admin')
    const elsewhere = await platform.createOrganization(member, 'business')
    const { token } = await createServiceToken(owner, org)
    const invited = await owner.post('/api/auth/organization/invite-member', {
      email: 'pending@example.test',
      role: 'member',
      organizationId: org,
    })
    const strong = await withApp(owner)
    await changeSettings(strong, org, { requireTwoFactor: true })

    const { slug } = (await strong.get('/api/auth/organization/list')).body[0]
    const reads = [
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
    for (const read of ['settings', 'api-keys', 'projects'] as const) {
      const by = ({ api }: Caller) => api.call(`GET /api/organizations/{org}/${read}`, { params: { org } })
      await expect(by(member), `${read}`).rejects.toMatchObject({
        status: 403,
        code: 'second_factor_required',
      })
      await by(strong)
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

    await listProjects(member, elsewhere)
    await listProjects(platform.bearer(token))
    await listProjects(await withApp(member))
  })

  test('is asked of sessions: one from before, and one after the factor is gone, are out', async () => {
    const before = owner
    const strong = await withApp(owner)
    await changeSettings(strong, org, { requireTwoFactor: true })
    await expect(readSettings(before)).rejects.toMatchObject({ status: 401 })
    const removed = await strong.post('/api/auth/two-factor/disable', { password: PASSWORD })
    const after = platform.withCookie(cookieOf(removed))
    await expect(readSettings(after)).rejects.toMatchObject({ code: 'second_factor_required' })
  })

  test('holds through a change of the password', async () => {
    const strong = await withApp(owner)
    await changeSettings(strong, org, { requireTwoFactor: true })
    const changed = await strong.post('/api/auth/change-password', {
      currentPassword: PASSWORD,
      newPassword: 'another horse battery',
      revokeOtherSessions: true,
    })
    const after = changed.headers.getSetCookie().length > 0 ? platform.withCookie(cookieOf(changed)) : strong
    expect(await readSettings(after)).toMatchObject({ requireTwoFactor: true })
  })

  test('is told of each member to those who manage people', async () => {
    const member = await platform.addMember(owner, org, 'member')
    const strong = await withApp(owner)
    const { items } = await strong.api.call('GET /api/organizations/{org}/member-factors', {
      params: { org },
    })
    const has = Object.fromEntries(items.map((item) => [item.userId, item.hasSecondFactor]))
    expect(has).toEqual({ [owner.userId]: true, [member.userId]: false })
    await expect(
      member.api.call('GET /api/organizations/{org}/member-factors', { params: { org } }),
    ).rejects.toMatchObject({ status: 403 })
  })
})

describe('the longest life of keys', () => {
  let project: string
  beforeEach(async () => {
    project = await createProject(owner, org)
  })
  const create = (expiresInDays: NewKey['expiresInDays']) =>
    createKey(owner, org, [project], { expiresInDays })
  const naming = { status: 400, code: 'invalid_request', errors: [{ path: 'expiresInDays' }] }

  test('refuses longer ones and those without an end, for people and programs, also when rotated', async () => {
    const { token } = await createServiceToken(owner, org)
    const long = (await create(90)).keyId
    const endless = (await create(null)).keyId
    await changeSettings(owner, org, { maxKeyLifetimeDays: 60 })

    await create(60)
    await expect(create(90)).rejects.toMatchObject(naming)
    await expect(create(null)).rejects.toMatchObject(naming)
    await expect(create(undefined)).rejects.toMatchObject(naming)
    const byProgram = createKey(platform.bearer(token), org, [project], { expiresInDays: null })
    await expect(byProgram).rejects.toMatchObject(naming)
    for (const key of [long, endless]) {
      await expect(rotateKey(owner, org, key)).rejects.toMatchObject(naming)
      await rotateKey(owner, org, key, { expiresInDays: 60 })
    }
  })

  test('leaves existing keys alone, and finds them', async () => {
    const long = (await create(90)).keyId
    await create(30)
    await changeSettings(owner, org, { maxKeyLifetimeDays: 60 })
    expect(await readKey(owner, org, long)).toMatchObject({ status: 'active' })
    const found = (await findingsOf(owner, org)).filter(({ code }) => code === 'key_outlives_limit')
    expect(found.map(({ keyId }) => keyId)).toEqual([long])
    expect(found[0]?.fix).toEqual({ action: 'rotate_key', keyId: long, expiresInDays: 60 })
  })

  test('two changes at once of different rules are both kept', async () => {
    const strong = await withApp(owner)
    await Promise.all([
      changeSettings(strong, org, { maxKeyLifetimeDays: 60 }),
      changeSettings(strong, org, { requireTwoFactor: true }),
    ])
    expect(await readSettings(strong)).toEqual({
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
