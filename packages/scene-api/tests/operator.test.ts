/** What the operator of a server does: sees who uses it, suspends, resumes, invites. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallOf } from '../src/client/index.js'
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
  auditEntries,
  createDraft,
  createKey,
  createProject,
  createServiceToken,
  deleteScene,
  publishScene,
  revokeKey,
  rotateKey,
  unpublishScene,
  updateProject,
  uploadModel,
} from './support/organization.js'
import { PASSWORD, startPlatform, type TestPlatform } from './support/platform.js'

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

const suspend = (org: string, reason = 'Test') =>
  platform.operator.api.call('POST /api/operator/organizations/{org}/suspend', {
    params: { org },
    body: { reason },
  })
const resume = (org: string) =>
  platform.operator.api.call('POST /api/operator/organizations/{org}/resume', { params: { org } })
const load = (node: { url: string }, { token, scene }: Fixture, rest = '') =>
  raw(`${node.url}/api/scenes/${scene.id}${rest}`, { headers: keyed(token) })

describe('a suspended organization', () => {
  beforeAll(async () => {
    await suspend(own.org, 'Misuse')
  })
  afterAll(async () => {
    await resume(own.org)
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
    await resume(own.org)
    expect((await raw(poster)).status).toBe(200)
    await suspend(own.org)
  })

  test('reads, revokes, unpublishes and deletes, and gains nothing', async () => {
    const { owner, org, project } = own
    const suspended = { code: 'organization_suspended', layer: 'organization' }
    const refused = [
      () => createProject(owner, org),
      () => updateProject(owner, org, project, { allowedDomains: ['new.example.com'] }),
      () => createDraft(owner, org, project),
      () => createKey(owner, org, [project]),
      () => rotateKey(owner, org, own.keyId),
      () => createServiceToken(owner, org),
      () => publishScene(owner, org, own.scene.id),
      () => uploadModel(owner, org, own.scene.id, Buffer.from('x')),
    ]
    for (const call of refused) {
      await expect(call(), `${call}`).rejects.toMatchObject({
        status: 403,
        code: suspended.code,
        members: suspended,
      })
    }
    const invited = await owner.post('/api/auth/organization/invite-member', {
      email: 'somebody@example.test',
      role: 'member',
      organizationId: org,
    })
    expect(invited.body).toMatchObject({ status: 403, ...suspended })

    const spare = await createScene(platform, { org, project })
    await owner.api.call('GET /api/organizations/{org}/projects', { params: { org } })
    await auditEntries(owner, org)
    await owner.api.call('POST /api/organizations/{org}/projects/{project}/check-origin', {
      params: { org, project },
      body: { origin: SITE },
    })
    await unpublishScene(owner, org, spare.id)
    await deleteScene(owner, org, spare.id)
  })
})

describe('suspending and resuming', () => {
  test('are idempotent, and each is in the audit log once', async () => {
    const first = await suspend(own.org, 'Unpaid')
    const again = await suspend(own.org)
    expect(again.suspendedAt).toBe(first.suspendedAt)
    expect((await resume(own.org)).suspendedAt).toBeNull()
    await resume(own.org)
    expect((await load(platform, own)).status).toBe(200)
    expect((await load(second, own)).status).toBe(200)
    const [resumed, suspended] = await auditEntries(own.owner, own.org)
    expect(resumed).toMatchObject({ action: 'organization.resumed', actor: { kind: 'operator' } })
    expect(suspended).toMatchObject({ action: 'organization.suspended', after: { reason: 'Unpaid' } })
  })
  test('revive nothing that was revoked meanwhile', async () => {
    const fixture = await createFixture(platform)
    await suspend(fixture.org)
    await revokeKey(fixture.owner, fixture.org, fixture.keyId)
    expect((await load(platform, fixture)).body.code).toBe('key_revoked')
    await resume(fixture.org)
    expect((await load(second, fixture)).body.code).toBe('key_revoked')
  })
  test('say what is wrong with the request', async () => {
    await expect(suspend('nothing')).rejects.toMatchObject({ status: 404 })
    const path = `/api/operator/organizations/${own.org}/suspend`
    expect((await platform.operator.post(path, { why: 'x' })).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'why' }],
    })
    await expect(
      own.owner.api.call('POST /api/operator/organizations/{org}/suspend', { params: { org: own.org } }),
    ).rejects.toMatchObject({ status: 401 })
  })
})

describe('the list of organizations', () => {
  const list = (query: CallOf<'GET /api/operator/organizations'>['query'] = {}) =>
    platform.operator.api.call('GET /api/operator/organizations', { query })

  test('has plan, use and storage', async () => {
    await load(platform, other)
    await load(second, other)
    await Promise.all([platform.app.flush(), second.app.flush()])
    const { items } = await list({ search: other.org })
    expect(items).toEqual([
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
    expect(items[0]?.loads).toBeGreaterThanOrEqual(2)
  })
  test('comes in pages, oldest first, and can be narrowed', async () => {
    const all = (await list({ limit: 200 })).items
    expect(all.map(({ createdAt }) => createdAt)).toEqual(all.map(({ createdAt }) => createdAt).toSorted())
    const first = await list({ limit: 1 })
    const next = await list({ limit: 200, cursor: first.nextCursor })
    expect([...first.items, ...next.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    await suspend(other.org)
    const suspended = await list({ suspended: 'true' })
    expect(suspended.items.map(({ id }) => id)).toEqual([other.org])
    await resume(other.org)
    const owned = await list({ search: own.owner.email.toUpperCase() })
    expect(owned.items.map(({ id }) => id)).toEqual([own.org])
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await list({ search: '%' })).items).toEqual([])
  })
})

test('the use of the whole server adds up', async () => {
  await platform.app.flush()
  const body = await platform.operator.api.call('GET /api/operator/usage')
  expect(body.totals).toMatchObject({ organizations: expect.any(Number), suspendedOrganizations: 0 })
  expect(body.totals.storedBytes).toBeGreaterThan(20_000)
  const { items } = body
  expect(items.map(({ organizationId }) => organizationId)).toContain(other.org)
  expect(items.reduce((sum, { loads }) => sum + loads, 0)).toBe(body.totals.loads)
  await expect(
    platform.operator.api.call('GET /api/operator/usage', {
      query: { from: '2026-02-01', to: '2026-01-01' },
    }),
  ).rejects.toMatchObject({ code: 'invalid_request' })
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
  const invite = (email: string) =>
    platform.operator.api.call('POST /api/operator/invitations', { body: { email } })
  expect(await invite('First@example.test')).toMatchObject({
    email: 'first@example.test',
    expiresAt: expect.any(String),
    url: `${platform.url}/dashboard/sign-up?email=first%40example.test`,
  })
  expect(await signUp('first@example.test')).toBe(200)
  await expect(invite('nobody')).rejects.toMatchObject({ status: 400 })
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
  const end = (email: string) =>
    platform.operator.api.call('POST /api/operator/sessions/end', { body: { email } })
  await expect(end('No@example.test')).rejects.toMatchObject({ status: 404, code: 'not_found' })
  await end(owner.email.toUpperCase())
  for (const device of [owner, elsewhere]) {
    await expect(auditEntries(device, org)).rejects.toMatchObject({ status: 401 })
  }
  const entry = (await auditEntries(colleague, org)).find(({ action }) => action === 'account.session_ended')
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
