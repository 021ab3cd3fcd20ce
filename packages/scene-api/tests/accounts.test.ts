/** Accounts: what may be chosen, what ends by itself, and lists that are whole. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { forgetExpired } from '../src/identity/forget-expired.js'
import { addNode } from './support/embed.js'
import { PASSWORD, type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let person: Person
beforeAll(async () => {
  platform = await startPlatform()
  person = await platform.signUp()
})
afterAll(() => platform.close())

const query = (text: string, values: unknown[] = []) => platform.app.context.pool.query(text, values)

describe('a password that everybody tries first', () => {
  const common = [
    'password1',
    'PASSWORD1',
    '12345678',
    'iloveyou1',
    'aaaaaaaaaa',
    'password123!',
    '*Passw0rd!*',
  ]
  test.each(common)('makes no account: %s', async (password) => {
    const email = `${randomUUID()}@example.test`
    const response = await platform.nobody.post('/api/auth/sign-up/email', { name: 'A', email, password })
    expect(response.body).toMatchObject({ status: 400, code: 'PASSWORD_TOO_COMMON' })
  })

  test('is not chosen later either, nor is the own address', async () => {
    for (const newPassword of ['password1', person.email, `${person.email}!`]) {
      const response = await person.post('/api/auth/change-password', {
        currentPassword: PASSWORD,
        newPassword,
      })
      expect(response.body.code).toBe('PASSWORD_TOO_COMMON')
    }
    const reset = await platform.nobody.post('/api/auth/reset-password', {
      token: 'x',
      newPassword: 'password1',
    })
    expect(reset.body.code).toBe('PASSWORD_TOO_COMMON')
  })
})

describe('the name of a person', () => {
  test.each([
    ['is too long', 'x'.repeat(101)],
    ['shows nothing', ' \u200B '],
    ['has a line break', 'Ada\nBcc: everybody@example.test'],
    ['turns the direction of what follows', 'Ada\u202Egpj.exe'],
    ['ends a line in Unicode', 'Ada\u2028Lovelace'],
  ])('is refused where it %s', async (_what, name) => {
    const email = `${randomUUID()}@example.test`
    const signUp = await platform.nobody.post('/api/auth/sign-up/email', { name, email, password: PASSWORD })
    expect(signUp.body).toMatchObject({ status: 400, code: 'INVALID_NAME' })
    expect((await person.post('/api/auth/update-user', { name })).body.code).toBe('INVALID_NAME')
    const organization = await person.post('/api/auth/organization/create', {
      name,
      slug: `a-${randomUUID()}`,
    })
    expect(organization.status).toBe(400)
  })

  test('may be in any language', async () => {
    for (const name of ['Ада', 'محمد', '小林 美咲', 'Zoë 👩‍🚀']) {
      expect((await person.post('/api/auth/update-user', { name })).status).toBe(200)
    }
  })
})

test('signed-in devices are listed after more than a day', async () => {
  const { body } = await person.get('/api/auth/get-session')
  await query("update sessions set created_at = now() - interval '3 days' where id = $1", [body.session.id])
  const list = await person.get('/api/auth/list-sessions')
  expect([list.status, list.body.length]).toEqual([200, 1])
})

test('a session in daily use ends 30 days after signing in', async () => {
  const other = await platform.signUp()
  const sessionOf = async () =>
    (await query('select created_at, expires_at from sessions where user_id = $1', [other.userId])).rows[0]
  await query(
    "update sessions set created_at = now() - interval '26 days', expires_at = now() + interval '1 day' where user_id = $1",
    [other.userId],
  )
  expect((await other.get('/api/auth/get-session')).body.user.id).toBe(other.userId)
  const { created_at, expires_at } = await sessionOf()
  expect(expires_at.getTime() - created_at.getTime()).toBe(30 * 86_400_000)
  // The same through our own routes.
  await expect(
    other.api.call('GET /api/organizations/{org}/projects', { params: { org: 'none' } }),
  ).rejects.toMatchObject({ status: 404 })
  expect((await sessionOf()).expires_at).toEqual(expires_at)
  await query("update sessions set created_at = now() - interval '31 days' where user_id = $1", [
    other.userId,
  ])
  await forgetExpired(platform.app.context)
  expect((await other.get('/api/auth/get-session')).body).toBeNull()
})

test('what has expired is removed', async () => {
  const other = await platform.signUp()
  await query("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [
    other.userId,
  ])
  await query("insert into verifications values ($1, 'x', $2, now() - interval '1 second', now(), now())", [
    randomUUID(),
    other.userId,
  ])
  await query("insert into auth_rate_limits values ($1, 'old', 1, $2)", [
    randomUUID(),
    Date.now() - 2 * 86_400_000,
  ])
  await forgetExpired(platform.app.context)
  const left = await Promise.all([
    query('select 1 from sessions where user_id = $1', [other.userId]),
    query('select 1 from verifications where value = $1', [other.userId]),
    query("select 1 from auth_rate_limits where key = 'old'"),
    query('select 1 from sessions where user_id = $1', [person.userId]),
  ])
  expect(left.map(({ rowCount }) => rowCount)).toEqual([0, 0, 0, 1])
})

/** People and memberships as they would have come by hundreds of invitations. */
async function addMembers(organizationId: string, count: number, role: string): Promise<void> {
  await query(
    `with people as (
       insert into users (id, name, email, created_at, updated_at)
       select gen_random_uuid()::text, 'Member', gen_random_uuid()::text || '@example.test', now(), now()
       from generate_series(1, $2) returning id)
     insert into members (id, organization_id, user_id, role, created_at)
     select gen_random_uuid()::text, $1, id, $3, now() from people`,
    [organizationId, count, role],
  )
}

describe('more than a hundred', () => {
  test('members are all listed, and an owner leaves when the other owner is the last of them', async () => {
    const org = await platform.createOrganization(person)
    await addMembers(org, 130, 'member')
    await addMembers(org, 1, 'owner')
    const list = await person.get(`/api/auth/organization/list-members?organizationId=${org}`)
    expect([list.body.members.length, list.body.total]).toEqual([132, 132])
    const full = await person.get(`/api/auth/organization/get-full-organization?organizationId=${org}`)
    expect(full.body.members).toHaveLength(132)
    expect((await person.post('/api/auth/organization/leave', { organizationId: org })).status).toBe(200)
  })

  test('organizations of one person are all listed, with the role in each', async () => {
    const busy = await platform.signUp()
    await query(
      `with made as (
         insert into organizations (id, name, slug, created_at)
         select gen_random_uuid()::text, 'Many', 'many-' || n, now() from generate_series(1, 123) n returning id, slug)
       insert into members (id, organization_id, user_id, role, created_at)
       select gen_random_uuid()::text, id, $1, case slug when 'many-7' then 'admin' else 'viewer' end, now() from made`,
      [busy.userId],
    )
    const listed: { slug: string; role: string }[] = (await busy.get('/api/auth/organization/list')).body
    expect(listed).toHaveLength(123)
    expect(listed.find(({ slug }) => slug === 'many-7')?.role).toBe('admin')
    expect(listed.filter(({ role }) => role === 'viewer')).toHaveLength(122)
  })
})

test('eight organizations made at once all succeed', async () => {
  const responses = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      person.post('/api/auth/organization/create', { name: `Org ${index}`, slug: `at-once-${index}` }),
    ),
  )
  expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(200))
})

test('a connection is asked one thing at a time, however many organizations a person has', async () => {
  const busy = new WeakSet<pg.Client>()
  const together: unknown[] = []
  const ask = pg.Client.prototype.query as (...query: unknown[]) => unknown
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...query: unknown[]
  ) {
    if (busy.has(this)) together.push(query[0])
    const result = ask.apply(this, query)
    if (result instanceof Promise) {
      busy.add(this)
      const rest = () => void busy.delete(this)
      result.then(rest, rest)
    }
    return result
  } as typeof pg.Client.prototype.query)
  try {
    const many = await platform.signUp()
    for (let made = 0; made < 3; made += 1) await platform.createOrganization(many)
  } finally {
    spy.mockRestore()
  }
  expect(together).toEqual([])
})

describe('an invitation', () => {
  const invite = (org: string, email: string) =>
    person.post('/api/auth/organization/invite-member', { email, role: 'member', organizationId: org })
  const pending = async (org: string) => {
    const { body } = await person.get(`/api/auth/organization/list-invitations?organizationId=${org}`)
    return body.filter(({ status }: { status: string }) => status === 'pending')
  }

  test('that has expired does not stay beside its successor', async () => {
    const org = await platform.createOrganization(person)
    const first = await invite(org, 'late@example.test')
    await query("update invitations set expires_at = now() - interval '1 day' where id = $1", [first.body.id])
    const second = await invite(org, 'Late@example.test')
    expect((await pending(org)).map(({ id }: { id: string }) => id)).toEqual([second.body.id])
  })

  test('that is made twice at once is one', async () => {
    const org = await platform.createOrganization(person)
    await Promise.all([invite(org, 'twice@example.test'), invite(org, 'twice@example.test')])
    expect(await pending(org)).toHaveLength(1)
  })
})

describe('on https', () => {
  test('cookies are bound to the host, and every response says so and is not sniffed', async () => {
    const node = await addNode(platform, { publicUrl: 'https://scenes.example.com' })
    try {
      const signIn = await fetch(`${node.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: person.email, password: PASSWORD }),
      })
      const cookies = signIn.headers.getSetCookie()
      expect(cookies.length).toBeGreaterThan(1)
      for (const cookie of cookies)
        expect(cookie).toMatch(/^__Host-vectreal\.\w+=.*(?=.*; Path=\/)(?=.*; Secure)(?=.*; HttpOnly)/i)
      expect(cookies.join()).not.toMatch(/domain=/i)
      const cookie = cookies.map((line) => line.split(';', 1)[0]).join('; ')
      const session = await fetch(`${node.url}/api/auth/get-session`, { headers: { cookie } })
      expect(((await session.json()) as { user: { id: string } }).user.id).toBe(person.userId)
      for (const path of [
        '/healthz',
        '/api/auth/get-session',
        '/api/openapi.json',
        '/docs/api',
        '/api/nothing',
        '/calendar/nothing.ics',
        '/api/scenes/nothing',
        '/api/scenes/nothing/model',
        '/embed/nothing',
        '/posters/nothing',
      ]) {
        const { headers } = await fetch(node.url + path)
        expect([
          path,
          headers.get('x-content-type-options'),
          headers.get('strict-transport-security'),
        ]).toEqual([path, 'nosniff', 'max-age=63072000'])
      }
      const preflight = await fetch(`${node.url}/api/scenes/x`, { method: 'OPTIONS' })
      expect(preflight.headers.get('x-content-type-options')).toBe('nosniff')
    } finally {
      await node.close()
    }
  })

  test('and not elsewhere', async () => {
    const { headers } = await platform.nobody.get('/healthz')
    expect([headers.get('x-content-type-options'), headers.get('strict-transport-security')]).toEqual([
      'nosniff',
      null,
    ])
  })
})
