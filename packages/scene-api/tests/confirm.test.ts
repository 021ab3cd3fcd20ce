/** What gives access away or takes it away asks people to prove who they are, and goes on where they have just done so. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import pg from 'pg'
import {
  createDraft,
  createKey,
  createProject,
  createServiceToken,
  createSigningKey,
  updateProject,
} from './support/organization.js'
import { PASSWORD, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const MINUTE_MS = 60_000
const NO_PASSKEY = {
  id: 'abc',
  rawId: 'abc',
  type: 'public-key',
  response: { authenticatorData: 'abc', clientDataJSON: 'abc', signature: 'abc' },
}

let platform: TestPlatform
let owner: Person
let org: string
let project: string
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.close())
beforeEach(async () => {
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
  project = await createProject(owner, org, { name: 'P', allowedDomains: ['a.com', 'b.com'] })
})

const path = (rest: string) => `/api/organizations/${org}${rest}`
const ask = (who: Person, method: string, to: string, body?: unknown) =>
  who.unproved.send(to, { method, body })
const confirm = (who: Person, body: unknown = { password: PASSWORD }) =>
  ask(who, 'POST', '/api/account/confirm', body)

/** The session of `person` as if its sign-in were that long ago. */
async function age(person: Person, minutes: number): Promise<void> {
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  await client.query(
    `update sessions set created_at = created_at - $2 * interval '1 minute',
      confirmed_at = confirmed_at - $2 * interval '1 minute' where user_id = $1`,
    [person.userId, minutes],
  )
  await client.end()
}

describe('a proof older than 15 minutes', () => {
  test('stops whatever gives access away or takes it away, and nothing else', async () => {
    const { keyId: key } = await createKey(owner, org, [project])
    const token = await createServiceToken(owner, org)
    const webhookBody = { url: 'https://example.com/hook', types: ['api_key.created'] } as const
    const webhook = await owner.api.call('POST /api/organizations/{org}/webhooks', {
      params: { org },
      body: webhookBody,
    })
    const signingKey = await createSigningKey(owner, org, [project], { name: 'S' })
    await updateProject(owner, org, project, { requireVisitorToken: true })
    const scene = await createDraft(owner, org, project, { name: 'S' })
    const member = await platform.addMember(owner, org, 'member')
    const { members } = (await owner.get(`/api/auth/organization/list-members?organizationId=${org}`)).body
    const memberId = members.find(({ userId }: { userId: string }) => userId === member.userId).id
    await age(owner, 16)

    const auth = (route: string, body: object) =>
      ['POST', `/api/auth/organization/${route}`, { organizationId: org, ...body }] as const
    const asked: readonly (readonly [string, string, unknown?])[] = [
      ['POST', path('/api-keys'), { name: 'N', projectIds: [project] }],
      ['POST', path(`/api-keys/${key}/rotate`)],
      ['POST', path(`/api-keys/${key}/revoke`)],
      ['POST', path('/service-tokens'), { name: 'N' }],
      ['POST', path(`/service-tokens/${token.id}/revoke`)],
      ['PATCH', path(`/projects/${project}`), { allowedDomains: ['a.com', 'b.com', 'c.com'] }],
      ['PATCH', path(`/projects/${project}`), { requireVisitorToken: false }],
      ['POST', path('/signing-keys'), { name: 'N', projectIds: [project] }],
      ['POST', path(`/signing-keys/${signingKey.id}/revoke`)],
      ['POST', path('/webhooks'), webhookBody],
      ['PATCH', path(`/webhooks/${webhook.id}`), { url: 'https://example.org/hook' }],
      ['PATCH', path(`/webhooks/${webhook.id}`), { types: ['api_key.created', 'api_key.revoked'] }],
      ['PATCH', path(`/webhooks/${webhook.id}`), { enabled: false }],
      ['POST', path(`/webhooks/${webhook.id}/rotate-secret`)],
      ['DELETE', path(`/webhooks/${webhook.id}`)],
      ['PATCH', path('/settings'), { requireTwoFactor: true }],
      ['POST', '/api/account/address', { email: 'other@example.test' }],
      ['DELETE', '/api/account'],
      ['DELETE', path(`/projects/${project}`)],
      ['DELETE', path(`/scenes/${scene}`)],
      ['PUT', path('/reminder-webhook'), { url: 'https://example.com/hook' }],
      ['PUT', path('/calendar-feed'), {}],
      auth('invite-member', { email: 'new@example.test', role: 'admin' }),
      auth('update-member-role', { memberId, role: 'admin' }),
      auth('remove-member', { memberIdOrEmail: memberId }),
      auth('delete', {}),
    ]
    for (const [method, to, body] of asked) {
      const response = await ask(owner, method, to, body)
      expect(response.body, `${method} ${to}`).toMatchObject({
        status: 403,
        code: 'confirmation_required',
        methods: ['password'],
      })
      expect(response.headers.get('content-type')).toContain('application/problem+json')
    }

    const narrower = await ask(owner, 'PATCH', path(`/projects/${project}`), { allowedDomains: ['a.com'] })
    expect(narrower.status).toBe(200)
    expect((await ask(owner, 'PATCH', path(`/api-keys/${key}`), { name: 'Other' })).status).toBe(200)
    const described = { description: 'Other', types: ['api_key.created'], enabled: true }
    expect((await ask(owner, 'PATCH', path(`/webhooks/${webhook.id}`), described)).status).toBe(200)
    expect((await ask(owner, 'GET', path('/api-keys'))).status).toBe(200)
    // Programs cannot be asked.
    await createKey(platform.bearer(token.token), org, [project])
  })

  test('is renewed by the password, for that session and for 15 minutes', async () => {
    await age(owner, 16)
    const create = () => ask(owner, 'POST', path('/service-tokens'), { name: 'T' })
    expect((await create()).body.code).toBe('confirmation_required')
    const response = await confirm(owner)
    expect(response.status).toBe(200)
    const minutesLeft =
      (new Date(response.body.confirmedUntil).getTime() - platform.clock.now().getTime()) / MINUTE_MS
    expect(minutesLeft).toBeGreaterThan(14)
    expect(minutesLeft).toBeLessThanOrEqual(15)
    expect((await create()).status).toBe(201)
    await age(owner, 14)
    expect((await create()).status).toBe(201)
    await age(owner, 2)
    expect((await create()).body.code).toBe('confirmation_required')
  })

  test('is told by role first: what a role may never do asks for nothing', async () => {
    const viewer = await platform.addMember(owner, org, 'viewer')
    await age(viewer, 16)
    expect((await ask(viewer, 'POST', path('/service-tokens'), { name: 'T' })).body.code).toBe('forbidden')
  })
})

describe('POST /api/account/confirm', () => {
  test.each([
    ['a wrong password', { password: 'not this one' }, 'password'],
    ['nothing', {}, ''],
    ['two proofs', { password: PASSWORD, code: '123456' }, ''],
    ['a code of no app', { code: '123456' }, 'code'],
    ['a passkey of nobody', { passkey: NO_PASSKEY }, 'passkey'],
    ['half a passkey', { passkey: { id: 'abc' } }, 'passkey.rawId'],
    ['an empty password', { password: '' }, 'password'],
    ['a number', { password: 12 }, 'password'],
    ['an unknown field', { password: PASSWORD, until: 'tomorrow' }, 'until'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    await age(owner, 16)
    const response = await confirm(owner, body)
    expect(response.body).toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: expect.arrayContaining([expect.objectContaining({ path: field })]),
    })
    const still = await ask(owner, 'POST', path('/service-tokens'), { name: 'T' })
    expect(still.body.code).toBe('confirmation_required')
  })

  test('refuses nobody, a program and another site', async () => {
    const body = { password: PASSWORD }
    await expect(platform.nobody.api.call('POST /api/account/confirm', { body })).rejects.toMatchObject({
      status: 401,
    })
    const { token } = await createServiceToken(owner, org)
    await expect(
      platform.bearer(token).api.call('POST /api/account/confirm', { body }),
    ).rejects.toMatchObject({ status: 401 })
    const elsewhere = await owner.post('/api/account/confirm', body, { origin: 'https://evil.example' })
    expect(elsewhere.status).toBe(403)
  })

  test('bounds guesses, also many at once, and lets the person in again after some minutes', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 25 }, (_, index) => confirm(owner, { password: `guess number ${index}` })),
    )
    expect(guesses.filter(({ status }) => status === 400).length).toBe(10)
    const refused = guesses.filter(({ status }) => status === 429)
    expect(refused.length).toBe(15)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await confirm(owner)).status).toBe(429)
    platform.clock.advance(5 * MINUTE_MS)
    expect((await confirm(owner)).status).toBe(200)
    expect((await confirm(owner, { password: 'wrong once more' })).status).toBe(400)
  })
})
