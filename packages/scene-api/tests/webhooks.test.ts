/** Webhooks: what they are told, signed how, in which order, and what becomes of receivers that fail. */
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { publishHeads } from '../src/domain/audit/audit-heads.js'
import { remindOfExpiry } from '../src/domain/reminders/remind.js'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import { noticeKeys } from '../src/domain/webhooks/notice-keys.js'
import type { Mail } from '../src/index.js'
import { WEBHOOK_EVENT_TYPES } from '../src/schemas/webhook-event-types.js'
import { addNode, createKey, createProject, createScene, keyed, raw, SITE } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'
import { type Received, type Receiver, startReceiver } from './support/receiver.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const mails: Mail[] = []
let platform: TestPlatform
let owner: Person
let receiver: Receiver

beforeAll(async () => {
  platform = await startPlatform({ sendMail: async (mail) => void mails.push(mail) })
  owner = await platform.signUp()
  receiver = await startReceiver()
})
afterAll(async () => {
  receiver.close()
  await platform.close()
})

let paths = 0
/** An organization with one webhook that nobody else's deliveries reach. */
async function setUp(types: readonly string[], plan = 'pro') {
  const org = await platform.createOrganization(owner, plan)
  const hook = `/hook-${(paths += 1)}`
  const path = `/api/organizations/${org}`
  const created = await owner.post(`${path}/webhooks`, { url: receiver.url + hook, types })
  expect(created.status).toBe(201)
  const { secret, ...webhook } = created.body
  return { org, path, hook, webhook, secret: secret as string, one: `${path}/webhooks/${webhook.id}` }
}
const deliver = () => deliverDue(platform.app.context)
/** The package reads the time itself: it is the time at which this was sent. */
function verify(secret: string, { body, headers }: Received): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1000 })
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>)
  } finally {
    vi.useRealTimers()
  }
}
const addProject = (path: string, name = 'Shop') => owner.post(`${path}/projects`, { name })

describe('an endpoint', () => {
  test('shows its secret once, and never the credentials of its address', async () => {
    const { path, one, webhook, secret } = await setUp(['member.added'])
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const url = 'https://user:hunter2@hooks.example.com/in?token=s3cret'
    expect((await owner.patch(one, { url, description: 'Ours' })).body).toEqual({
      ...webhook,
      url: 'https://hooks.example.com/in?token=***',
      description: 'Ours',
    })
    // What was read may be sent back without harm.
    const read = await owner.get(one)
    await owner.patch(one, { url: read.body.url, types: ['member.removed'] })
    const { rows } = await platform.app.context.pool.query('select url from webhooks where id = $1', [
      webhook.id,
    ])
    expect(rows).toEqual([{ url }])
    const everything = JSON.stringify([
      (await owner.get(`${path}/webhooks`)).body,
      (await owner.get(one)).body,
      (await platform.app.context.pool.query('select * from audit_log')).rows,
    ])
    expect(everything).not.toMatch(/hunter2|s3cret|whsec_/)
    expect((await owner.delete(one)).status).toBe(204)
    expect((await owner.get(one)).status).toBe(404)
  })

  test.each([
    [{ types: ['member.added'] }, 'url'],
    [{ url: 'ftp://example.com', types: ['member.added'] }, 'url'],
    [{ url: 'https://example.com', types: [] }, 'types'],
    [{ url: 'https://example.com', types: ['all'] }, 'types.0'],
    [{ url: 'https://example.com', types: ['member.added'], extra: 1 }, 'extra'],
  ])('is refused as %j, naming %s', async (body, at) => {
    const org = await platform.createOrganization(owner)
    const response = await owner.post(`/api/organizations/${org}/webhooks`, body)
    expect(response.body).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(response.body.errors.map((error: { path: string }) => error.path)).toContain(at)
  })

  test('asks for a proof before it is made, moved, given a new secret or deleted', async () => {
    const { path, one } = await setUp(['member.added'])
    platform.clock.advance(HOUR)
    const ask = async (method: string, at: string, body?: unknown) =>
      (await owner.send(at, { method, body, confirms: false })).body?.code
    const url = 'https://example.com'
    expect(await ask('POST', `${path}/webhooks`, { url, types: ['member.added'] })).toBe(
      'confirmation_required',
    )
    expect(await ask('PATCH', one, { url })).toBe('confirmation_required')
    expect(await ask('POST', `${one}/rotate-secret`)).toBe('confirmation_required')
    expect(await ask('DELETE', one)).toBe('confirmation_required')
    expect(await ask('PATCH', one, { description: 'Ours' })).toBeUndefined()
  })

  test('is one of twenty at most', async () => {
    const { path, webhook } = await setUp(['member.added'])
    const { url, types } = webhook
    await Promise.all(Array.from({ length: 18 }, () => owner.post(`${path}/webhooks`, { url, types })))
    const last = await Promise.all([1, 2].map(() => owner.post(`${path}/webhooks`, { url, types })))
    expect(last.map(({ status }) => status).toSorted()).toEqual([201, 403])
    expect(last.find(({ status }) => status === 403)?.body).toMatchObject({
      code: 'quota_exceeded',
      limit: 20,
      used: 20,
    })
  })
})

test('every kind of event is told, signed as Standard Webhooks has it, without a token', async () => {
  const { org, path, hook, secret } = await setUp(WEBHOOK_EVENT_TYPES, 'business')
  const project = await createProject(owner, org, [SITE])
  const { token, keyId } = await createKey(owner, org, [project], { expiresInDays: 30 })
  const scene = await createScene(platform, { org, project })
  await owner.post(`${path}/scenes/${scene.id}/publish`)
  await owner.put(`${path}/scenes/${scene.id}/model`, makeGlb(), { 'content-type': 'model/gltf-binary' })
  await owner.put(`${path}/scenes/${scene.id}/model`, new Uint8Array(20), {
    'content-type': 'model/gltf-binary',
  })
  await owner.post(`${path}/scenes/${scene.id}/unpublish`)
  await owner.post(`${path}/scenes/${scene.id}/publish`)
  const person = await platform.addMember(owner, org, 'viewer')
  const members = await owner.get(`/api/auth/organization/list-members?organizationId=${org}`)
  const memberId = members.body.members.find(
    (member: { userId: string }) => member.userId === person.userId,
  ).id
  await owner.post('/api/auth/organization/update-member-role', {
    memberId,
    role: 'admin',
    organizationId: org,
  })
  await owner.post('/api/auth/organization/remove-member', { memberIdOrEmail: memberId, organizationId: org })
  await owner.patch(`${path}/projects/${project}`, { allowedDomains: [SITE, 'b.example.com'] })
  for (const origin of ['https://thief.example.net', 'https://thief.example.net', SITE]) {
    await raw(`${platform.url}/api/scenes/${scene.id}`, { headers: keyed(token, origin) })
    await platform.app.flush()
  }
  const signing = await owner.post(`${path}/signing-keys`, {
    name: 'Signs',
    projectIds: [project],
    expiresInDays: 30,
  })
  const other = await owner.post(`${path}/signing-keys`, { name: 'Ends', projectIds: [project] })
  await owner.post(`${path}/signing-keys/${other.body.signingKey.id}/revoke`)
  await publishHeads(platform.app.context)
  const rotated = await owner.post(`${path}/api-keys/${keyId}/rotate`)
  const near = await Promise.all(
    [...Array(38).keys()].map((at) =>
      owner.post(`${path}/api-keys`, { name: `K${at}`, projectIds: [project], expiresInDays: null }),
    ),
  )
  expect(near.map(({ status }) => status)).not.toContain(403)
  const sweep = async () => {
    await remindOfExpiry(platform.app.context)
    await noticeKeys(platform.app.context)
  }
  platform.clock.advance(20 * HOUR)
  await sweep()
  platform.clock.advance(5 * HOUR)
  await sweep()
  platform.clock.advance(20 * DAY)
  await sweep()
  platform.clock.advance(12 * DAY)
  await sweep()
  await sweep()
  await owner.post(`${path}/api-keys/${near[0]?.body.apiKey.id}/revoke`)
  platform.clock.advance(60 * DAY)
  await sweep()
  await deliver()

  const mine = receiver.received.filter((one) => one.path === hook)
  const payloads = mine.map((one) => verify(secret, one) as { type: string; timestamp: string; data: never })
  const seen = new Set(payloads.map(({ type }) => type))
  // These have tests of their own: optimization.test.ts, leaks.test.ts, unused-keys.test.ts.
  const elsewhere = ['scene.optimized', 'credential.leaked', 'signing_key.unused']
  expect(WEBHOOK_EVENT_TYPES.filter((type) => !seen.has(type) && !elsewhere.includes(type))).toEqual([])
  for (const secretText of [token, rotated.body.token, signing.body.privateKey]) {
    expect(mine.map(({ body }) => body).join()).not.toContain(secretText)
  }
  const of = (type: string) => payloads.filter((payload) => payload.type === type).map(({ data }) => data)
  expect(of('origin.refused_first')).toEqual([
    {
      origin: 'https://thief.example.net',
      code: 'domain_not_allowed',
      project: { id: project, name: expect.any(String) },
      sceneId: scene.id,
      suggestedPattern: 'thief.example.net',
    },
  ])
  expect(of('api_key.rotated')).toMatchObject([
    {
      apiKey: { id: keyId, status: 'rotating' },
      replacement: { id: rotated.body.apiKey.id },
      actor: { kind: 'user', id: owner.userId },
    },
  ])
  expect(of('api_key.revoked')).toMatchObject([
    { apiKey: { id: keyId }, reason: 'overlap_ended' },
    { reason: 'revoked' },
  ])
  expect(of('api_key.expired')).toMatchObject([{ apiKey: { id: rotated.body.apiKey.id, status: 'expired' } }])
  expect(of('signing_key.expired')).toMatchObject([{ signingKey: { id: signing.body.signingKey.id } }])
  expect(of('quota.near')).toEqual([{ quota: 'apiKeys', limit: 50, used: 40, plan: 'business' }])
  expect(of('member.role_changed')).toMatchObject([
    { member: { userId: person.userId, role: 'admin' }, previousRole: 'viewer' },
  ])
  expect(of('scene.model_failed')).toMatchObject([{ scene: { id: scene.id }, code: 'invalid_model' }])
  expect(of('allowlist.changed')).toMatchObject([
    {
      project: { id: project },
      before: { allowedDomains: ['shop.example.com'] },
      after: { allowedDomains: ['shop.example.com', 'b.example.com'] },
    },
  ])
  expect(of('audit.head')).toMatchObject([{ head: { organizationId: org, sequence: expect.any(Number) } }])
})

test('a webhook hears what it asks for, from its beginning on, and nothing of another organization', async () => {
  const first = await setUp(['api_key.created'])
  const second = await setUp(['api_key.created', 'api_key.revoked'])
  const project = (await addProject(first.path)).body.id
  const { keyId } = await createKey(owner, first.org, [project])
  const later = await owner.post(`${first.path}/webhooks`, {
    url: `${receiver.url}/later`,
    types: ['api_key.created', 'api_key.revoked'],
  })
  expect(later.status).toBe(201)
  await owner.post(`${first.path}/api-keys/${keyId}/revoke`)
  await deliver()
  const types = (path: string) => receiver.payloads(path).map(({ type }) => type)
  expect([types(first.hook), types(second.hook), types('/later')]).toEqual([
    ['api_key.created'],
    [],
    ['api_key.revoked'],
  ])
})

test('what is rolled back is not told', async () => {
  const { org, path, hook } = await setUp(['api_key.created'], 'free')
  const project = (await addProject(path)).body.id
  await createKey(owner, org, [project])
  await createKey(owner, org, [project])
  expect((await owner.post(`${path}/api-keys`, { name: 'Third', projectIds: [project] })).status).toBe(403)
  await deliver()
  expect(receiver.payloads(hook)).toHaveLength(2)
})

test('for a day after a rotation both secrets sign, then the new one alone', async () => {
  const { path, one, hook, secret } = await setUp(['scene.published'])
  const rotated = await owner.post(`${one}/rotate-secret`)
  expect(rotated.status).toBe(200)
  expect(rotated.body.secret).not.toBe(secret)
  expect((await owner.post(`${one}/test`)).body).toMatchObject({
    state: 'delivered',
    type: 'webhook.test',
    status: 204,
  })
  const last = () => receiver.received.findLast((received) => received.path === hook) as Received
  expect(verify(secret, last())).toEqual(verify(rotated.body.secret, last()))
  platform.clock.advance(DAY)
  await owner.post(`${one}/test`)
  expect(() => verify(secret, last())).toThrow('No matching signature found')
  expect(verify(rotated.body.secret, last())).toMatchObject({ type: 'webhook.test' })
  expect((await owner.get(one)).body.formerSecretUntil).toBeNull()
  expect((await owner.get(`${path}/webhooks`)).body.items).toHaveLength(1)
})

test('a failed event holds up later ones of its subject alone, and is sent again with its id', async () => {
  const { org, path, hook, one } = await setUp(['api_key.created', 'api_key.revoked'])
  const project = (await addProject(path)).body.id
  const failing = await createKey(owner, org, [project])
  receiver.respond(hook, (res, { body }) => {
    res.writeHead(JSON.parse(body).data.apiKey.id === failing.keyId ? 503 : 200).end('because')
  })
  await owner.post(`${path}/api-keys/${failing.keyId}/revoke`)
  const other = await createKey(owner, org, [project])
  await deliver()
  const seen = () => receiver.payloads(hook).map(({ type, data }) => [type, data.apiKey.id])
  expect(seen()).toEqual([
    ['api_key.created', failing.keyId],
    ['api_key.created', other.keyId],
  ])
  const pending = (await owner.get(`${one}/deliveries?state=pending`)).body.items
  expect(pending).toHaveLength(2)
  expect(pending[1]).toMatchObject({
    state: 'pending',
    attempts: 1,
    status: 503,
    answer: 'because',
    error: 'responded 503',
  })
  receiver.respond(hook, (res) => res.writeHead(200).end())
  platform.clock.advance(10_000)
  await deliver()
  expect(seen().slice(2)).toEqual([
    ['api_key.created', failing.keyId],
    ['api_key.revoked', failing.keyId],
  ])
  const ids = receiver.received
    .filter((received) => received.path === hook)
    .map(({ headers }) => headers['webhook-id'])
  expect(ids[2]).toBe(ids[0])
  expect((await owner.get(`${one}/deliveries?state=pending`)).body.items).toEqual([])
})

test('an endpoint that takes nothing for three days is turned off, with a mail; what it missed can be replayed', async () => {
  const { org, path, hook, one } = await setUp(['api_key.created'])
  receiver.respond(hook, (res) => res.writeHead(500).end())
  const project = (await addProject(path)).body.id
  await createKey(owner, org, [project])
  let attempts = 0
  for (let hours = 0; hours < 100; hours += 4) {
    await deliver()
    attempts = receiver.payloads(hook).length
    platform.clock.advance(4 * HOUR)
  }
  expect(attempts).toBeGreaterThan(9)
  expect((await owner.get(one)).body).toMatchObject({ enabled: false, disabledReason: 'failing' })
  const told = mails.filter(({ subject }) => subject.includes('was turned off'))
  expect(told.map(({ to }) => to)).toEqual([owner.email])
  const [failed] = (await owner.get(`${one}/deliveries`)).body.items
  expect(failed).toMatchObject({ state: 'failed', nextAttemptAt: null })
  expect((await owner.post(`${path}/deliveries/${failed.id}/replay`)).status).toBe(409)

  receiver.respond(hook, (res) => res.writeHead(200).end('thanks'))
  await owner.patch(one, { enabled: true })
  const replayed = await owner.post(`${path}/deliveries/${failed.id}/replay`)
  expect(replayed.status).toBe(201)
  expect(replayed.body).toMatchObject({ state: 'delivered', eventId: failed.eventId, answer: 'thanks' })
  expect((await owner.get(one)).body).toMatchObject({ enabled: true, failingSince: null })
})

test('an endpoint that says that it is gone is turned off at once', async () => {
  const { path, org, hook, one } = await setUp(['api_key.created'])
  receiver.respond(hook, (res) => res.writeHead(410).end())
  await createKey(owner, org, [(await addProject(path)).body.id])
  await deliver()
  expect((await owner.get(one)).body).toMatchObject({ enabled: false, disabledReason: 'gone' })
})

test('an endpoint that asks for time is sent nothing before it is over', async () => {
  const { path, org, hook } = await setUp(['api_key.created'])
  const project = (await addProject(path)).body.id
  receiver.respond(hook, (res) => res.writeHead(429, { 'retry-after': '600' }).end())
  await createKey(owner, org, [project])
  await deliver()
  await createKey(owner, org, [project])
  platform.clock.advance(599_000)
  await deliver()
  expect(receiver.payloads(hook)).toHaveLength(1)
  receiver.respond(hook, (res) => res.writeHead(204).end())
  platform.clock.advance(2000)
  await deliver()
  expect(receiver.payloads(hook)).toHaveLength(3)
})

test('several nodes at once send each attempt once', async () => {
  const { path, org, hook } = await setUp(['api_key.created'])
  const project = (await addProject(path)).body.id
  for (let count = 0; count < 6; count += 1) await createKey(owner, org, [project])
  const node = await addNode(platform)
  await Promise.all([deliver(), deliverDue(node.app.context), deliver(), deliverDue(node.app.context)])
  const ids = receiver.received
    .filter((received) => received.path === hook)
    .map(({ headers }) => headers['webhook-id'])
  expect([ids.length, new Set(ids).size]).toEqual([6, 6])
  await node.close()
})

test('dead, slow and lying receivers hold up nobody, and each ends as its response says', async () => {
  const hung: (() => void)[] = []
  const kinds = {
    dead: { state: 'pending', error: expect.stringMatching(/ECONN|socket|hang up/i), status: null },
    slow: { state: 'pending', status: null },
    redirects: { state: 'pending', status: 302, error: 'responded 302' },
    endless: { state: 'delivered', status: 200 },
    'wrong length': { state: 'delivered', status: 200 },
  }
  const each = []
  for (const kind of Object.keys(kinds)) each.push({ kind, ...(await setUp(['api_key.created'])) })
  const good = await setUp(['api_key.created'])
  const [dead, slow, redirects, endless, wrong] = each.map(({ hook }) => hook) as [
    string,
    string,
    string,
    string,
    string,
  ]
  receiver.respond(dead, (res) => res.destroy())
  receiver.respond(slow, (res) => void hung.push(() => res.destroy()))
  receiver.respond(redirects, (res) => res.writeHead(302, { location: `${receiver.url}/elsewhere` }).end())
  receiver.respond(endless, (res) => {
    res.writeHead(200)
    const pour = () => {
      while (!res.destroyed && res.write('x'.repeat(4096)));
    }
    res.on('drain', pour)
    pour()
  })
  receiver.respond(wrong, (res) => {
    res.writeHead(200, { 'content-length': '100' })
    res.write('short')
    setImmediate(() => res.destroy())
  })
  for (const { org, path } of [...each, good]) {
    await createKey(owner, org, [(await addProject(path)).body.id])
  }
  const delivering = deliver()
  await expect.poll(() => receiver.payloads(good.hook).length, { timeout: 8000 }).toBe(1)
  await expect.poll(() => hung.length, { timeout: 8000 }).toBe(1)
  for (const end of hung) end()
  await delivering
  for (const { kind, one } of each) {
    const [delivery] = (await owner.get(`${one}/deliveries`)).body.items
    expect([kind, delivery]).toMatchObject([kind, kinds[kind as keyof typeof kinds]])
    expect(delivery.answer?.length ?? 0).toBeLessThanOrEqual(1024)
  }
  expect(receiver.payloads('/elsewhere')).toEqual([])
})
