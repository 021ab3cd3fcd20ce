/** What the operator of a server does: sees who uses it, suspends, resumes, invites. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addNode,
  createFixture,
  createScene,
  type Fixture,
  keyed,
  raw,
  SITE,
  type TestNode,
} from './support/embed.js'
import {
  type ApiResponse,
  PASSWORD,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

let platform: TestPlatform
let second: TestNode
let own: Fixture
let other: Fixture
beforeAll(async () => {
  platform = await startPlatform({ singleProcess: false, keyCacheTtlMs: 200, authFailureLimit: 1_000_000 })
  second = await addNode(platform)
  own = await createFixture(platform)
  other = await createFixture(platform)
})
afterAll(async () => {
  await second.close()
  await platform.close()
})

const operate = (org: string, what: 'suspend' | 'resume', body?: unknown): Promise<ApiResponse> =>
  platform.operator.post(`/api/operator/organizations/${org}/${what}`, body)
const load = (node: { url: string }, { token, scene }: Fixture, rest = '') =>
  raw(`${node.url}/api/scenes/${scene.id}${rest}`, { headers: keyed(token) })

async function actions(owner: Person, org: string) {
  const { body } = await owner.get(`/api/organizations/${org}/audit-log`)
  return body.items as { action: string; actor: { kind: string }; after: unknown }[]
}

describe('a suspended organization', () => {
  beforeAll(async () => {
    await operate(own.org, 'suspend', { reason: 'Misuse' })
  })
  afterAll(async () => {
    await operate(own.org, 'resume')
  })

  test.each(['', '/model', '/poster'])('is refused on every node: %s', async (rest) => {
    for (const node of [platform, second]) {
      const response = await load(node, own, rest)
      expect(response).toMatchObject({
        status: 403,
        body: { code: 'organization_suspended', layer: 'organization' },
      })
      expect(response.headers['access-control-allow-origin']).toBe(SITE)
      expect(response.headers['www-authenticate']).toContain('insufficient_scope')
    }
  })
  test('after the key, before domain and project', async () => {
    const at = (headers: Record<string, string>, id = own.scene.id) =>
      raw(`${platform.url}/api/scenes/${id}`, { headers })
    const codes = [
      await at({}),
      await at(keyed(`${own.token.slice(0, -1)}x`)),
      await at(keyed(own.token, 'https://elsewhere.example')),
      await at(keyed(own.token), other.scene.id),
      await at(keyed(own.token), own.otherScene.id),
    ].map(({ body }) => body.code)
    expect(codes).toEqual([
      'missing_token',
      'malformed_token',
      'organization_suspended',
      'organization_suspended',
      'organization_suspended',
    ])
  })
  test('does not trouble the others', async () => {
    expect((await load(platform, other)).status).toBe(200)
    expect((await load(second, other)).status).toBe(200)
  })
  test('shows no public poster either', async () => {
    const scene = await createScene(platform, { ...own, poster: true, publicPoster: true })
    const { rows } = await platform.app.context.pool.query('select poster_sha256 from scenes where id = $1', [
      scene.id,
    ])
    const poster = `${second.url}/posters/${rows[0].poster_sha256}`
    expect((await raw(poster)).status).toBe(404)
    await operate(own.org, 'resume')
    expect((await raw(poster)).status).toBe(200)
    await operate(own.org, 'suspend')
  })

  test('reads, revokes, unpublishes and deletes, and gains nothing', async () => {
    const { owner, org, project } = own
    const path = `/api/organizations/${org}`
    const suspended = { status: 403, code: 'organization_suspended', layer: 'organization' }
    const refused = [
      await owner.post(`${path}/projects`, { name: 'New' }),
      await owner.patch(`${path}/projects/${project}`, { allowedDomains: ['new.example.com'] }),
      await owner.post(`${path}/projects/${project}/scenes`, { name: 'New' }),
      await owner.post(`${path}/api-keys`, { name: 'New', projectIds: [project] }),
      await owner.post(`${path}/api-keys/${own.keyId}/rotate`, {}),
      await owner.post(`${path}/service-tokens`, { name: 'New' }),
      await owner.post(`${path}/scenes/${own.scene.id}/publish`),
      await owner.put(`${path}/scenes/${own.scene.id}/model`, 'x', { 'content-type': 'model/gltf-binary' }),
      await owner.post('/api/auth/organization/invite-member', {
        email: 'somebody@example.test',
        role: 'member',
        organizationId: org,
      }),
    ]
    for (const response of refused) expect(response.body).toMatchObject(suspended)

    const spare = await createScene(platform, { org, project })
    const allowed = [
      await owner.get(`${path}/projects`),
      await owner.get(`${path}/audit-log`),
      await owner.post(`${path}/projects/${project}/check-origin`, { origin: SITE }),
      await owner.post(`${path}/scenes/${spare.id}/unpublish`),
      await owner.delete(`${path}/scenes/${spare.id}`),
    ]
    expect(allowed.map(({ status }) => status)).toEqual([200, 200, 200, 200, 204])
  })
})

describe('suspending and resuming', () => {
  test('are idempotent, and each is in the audit log once', async () => {
    const first = await operate(own.org, 'suspend', { reason: 'Unpaid' })
    const again = await operate(own.org, 'suspend')
    expect(again.body.suspendedAt).toBe(first.body.suspendedAt)
    expect((await operate(own.org, 'resume')).body.suspendedAt).toBeNull()
    expect((await operate(own.org, 'resume')).status).toBe(200)
    expect((await load(platform, own)).status).toBe(200)
    expect((await load(second, own)).status).toBe(200)
    const [resumed, suspended] = await actions(own.owner, own.org)
    expect(resumed).toMatchObject({ action: 'organization.resumed', actor: { kind: 'operator' } })
    expect(suspended).toMatchObject({ action: 'organization.suspended', after: { reason: 'Unpaid' } })
  })
  test('revive nothing that was revoked meanwhile', async () => {
    const fixture = await createFixture(platform)
    await operate(fixture.org, 'suspend')
    const path = `/api/organizations/${fixture.org}/api-keys/${fixture.keyId}/revoke`
    expect((await fixture.owner.post(path)).status).toBe(200)
    expect((await load(platform, fixture)).body.code).toBe('key_revoked')
    await operate(fixture.org, 'resume')
    expect((await load(second, fixture)).body.code).toBe('key_revoked')
  })
  test('say what is wrong with the request', async () => {
    expect((await operate('nothing', 'suspend')).status).toBe(404)
    expect((await operate(own.org, 'suspend', { why: 'x' })).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'why' }],
    })
    expect((await own.owner.post(`/api/operator/organizations/${own.org}/suspend`)).status).toBe(401)
  })
})

describe('the list of organizations', () => {
  const list = (query = '') => platform.operator.get(`/api/operator/organizations${query}`)

  test('has plan, use and storage', async () => {
    await load(platform, other)
    await load(second, other)
    await Promise.all([platform.app.flush(), second.app.flush()])
    const { body } = await list(`?search=${other.org}`)
    expect(body.items).toEqual([
      {
        id: other.org,
        name: expect.any(String),
        slug: expect.any(String),
        plan: 'enterprise',
        createdAt: expect.any(String),
        suspendedAt: null,
        owners: [other.owner.email],
        members: 1,
        projects: 2,
        scenes: 2,
        keysInUse: 1,
        keyLimit: null,
        storedBytes: 5000 + 700 + 5000,
        loads: expect.any(Number),
        refusals: 0,
        lastLoadAt: expect.any(String),
      },
    ])
    expect(body.items[0].loads).toBeGreaterThanOrEqual(2)
  })
  test('comes in pages, oldest first, and can be narrowed', async () => {
    const all = (await list('?limit=200')).body.items as { id: string; createdAt: string }[]
    expect(all.map(({ createdAt }) => createdAt)).toEqual(all.map(({ createdAt }) => createdAt).toSorted())
    const first = await list('?limit=1')
    const next = await list(`?limit=200&cursor=${first.body.nextCursor}`)
    expect([...first.body.items, ...next.body.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    await operate(other.org, 'suspend')
    const suspended = (await list('?suspended=true')).body.items as { id: string }[]
    expect(suspended.map(({ id }) => id)).toEqual([other.org])
    await operate(other.org, 'resume')
    const owned = (await list(`?search=${encodeURIComponent(own.owner.email.toUpperCase())}`)).body.items
    expect(owned.map(({ id }: { id: string }) => id)).toEqual([own.org])
    expect((await list('?cursor=x')).body.code).toBe('invalid_request')
    expect((await list('?search=%25')).body.items).toEqual([])
  })
})

test('the use of the whole server adds up', async () => {
  await platform.app.flush()
  const { body } = await platform.operator.get('/api/operator/usage')
  expect(body.totals).toMatchObject({ organizations: expect.any(Number), suspendedOrganizations: 0 })
  expect(body.totals.storedBytes).toBeGreaterThan(20_000)
  const items = body.items as { organizationId: string; loads: number }[]
  expect(items.map(({ organizationId }) => organizationId)).toContain(other.org)
  expect(items.reduce((sum, { loads }) => sum + loads, 0)).toBe(body.totals.loads)
  const wrong = await platform.operator.get('/api/operator/usage?from=2026-02-01&to=2026-01-01')
  expect(wrong.body.code).toBe('invalid_request')
})

test('whoever the operator invites can sign up where sign-up is by invitation', async () => {
  const invited = await addNode(platform, { signUp: 'invited' })
  const signUp = async (email: string) => {
    const { status } = await fetch(`${invited.url}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'First', email, password: 'correct horse battery' }),
    })
    return status
  }
  expect(await signUp('first@example.test')).toBe(403)
  const response = await platform.operator.post('/api/operator/invitations', { email: 'First@example.test' })
  expect(response).toMatchObject({
    status: 201,
    body: {
      email: 'first@example.test',
      expiresAt: expect.any(String),
      url: `${platform.url}/dashboard/sign-up?email=first%40example.test`,
    },
  })
  expect(await signUp('first@example.test')).toBe(200)
  expect((await platform.operator.post('/api/operator/invitations', { email: 'nobody' })).status).toBe(400)
  await invited.close()
})

test.each([
  ['sign_up_closed', { signUp: 'closed' as const }],
  ['email_domain_not_allowed', { signUp: 'invited' as const, signUpDomains: ['example.com'] }],
])('invites nobody whom an invitation would not let in: %s', async (code, settings) => {
  const node = await addNode(platform, settings)
  const { status, body } = await raw(`${node.url}/api/operator/invitations`, {
    method: 'POST',
    headers: { ...platform.operator.credentials, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.test' }),
  })
  expect([status, body.code]).toEqual([403, code])
  await node.close()
})

test('whoever the operator signs out is out on every device, and the organization can read it', async () => {
  const owner = await platform.signUp('Grace')
  const org = await platform.createOrganization(owner, 'enterprise')
  const again = await platform.nobody.post('/api/auth/sign-in/email', {
    email: owner.email,
    password: PASSWORD,
  })
  const elsewhere = platform.withCookies(again)
  const colleague = await platform.addMember(owner, org, 'admin')
  expect(
    await platform.operator.post('/api/operator/sessions/end', { email: 'No@example.test' }),
  ).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  })
  const { status } = await platform.operator.post('/api/operator/sessions/end', {
    email: owner.email.toUpperCase(),
  })
  expect(status).toBe(204)
  for (const device of [owner, elsewhere]) {
    expect((await device.send(`/api/organizations/${org}/audit-log`)).status).toBe(401)
  }
  const entry = (await actions(colleague, org)).find(({ action }) => action === 'account.session_ended')
  expect(entry).toMatchObject({ actor: { kind: 'operator' }, after: { device: 'All devices' } })
})

test('without an operator token none of it exists', async () => {
  const node = await addNode(platform, { operatorToken: undefined as never })
  const headers = { authorization: 'Bearer operator-token-of-the-tests-0123456789' }
  for (const path of ['organizations', 'usage']) {
    expect((await raw(`${node.url}/api/operator/${path}`, { headers })).status).toBe(404)
  }
  await node.close()
})
