/** Webhooks: what they are told, signed how, in which order, and what becomes of receivers that fail. */
import type { CallOf } from '../src/client/index.js'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { publishHeads } from '../src/domain/audit/audit-heads.js'
import { remindOfExpiry } from '../src/domain/reminders/remind.js'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import { noticeKeys } from '../src/domain/webhooks/notice-keys.js'
import type { Mail } from '../src/index.js'
import { WEBHOOK_EVENT_TYPES } from '../src/schemas/webhook-event-types.js'
import type { WebhookEventType } from '../src/schemas/webhooks.js'
import { addNode, createScene, keyed, raw, SITE } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import {
  createKey,
  createProject,
  createSigningKey,
  publishScene,
  revokeKey,
  revokeSigningKey,
  rotateKey,
  unpublishScene,
  updateProject,
  uploadModel,
} from './support/organization.js'
import { outcomesOf } from './support/outcomes.js'
import { type Caller, type Person, type Plan, startPlatform, type TestPlatform } from './support/platform.js'
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
async function setUp(types: readonly WebhookEventType[], plan: Plan = 'pro') {
  const org = await platform.createOrganization(owner, plan)
  const hook = `/hook-${(paths += 1)}`
  const { secret, ...webhook } = await createWebhook(org, { url: receiver.url + hook, types })
  return { org, hook, webhook, secret, ...endpoint(org, webhook.id) }
}
const createWebhook = (org: string, body: NewWebhook, { api }: Caller = owner) =>
  api.call('POST /api/organizations/{org}/webhooks', { params: { org }, body })
type NewWebhook = CallOf<'POST /api/organizations/{org}/webhooks'>['body']
type Deliveries = CallOf<'GET /api/organizations/{org}/webhooks/{webhook}/deliveries'>['query']

const WEBHOOK = '/api/organizations/{org}/webhooks/{webhook}'
/** What is done with one webhook. */
const endpoint = (org: string, webhook: string, { api }: Caller = owner) => {
  const params = { org, webhook }
  return {
    read: () => api.call(`GET ${WEBHOOK}`, { params }),
    change: (body: Partial<NewWebhook> & { enabled?: boolean }) =>
      api.call(`PATCH ${WEBHOOK}`, { params, body }),
    rotateSecret: () => api.call(`POST ${WEBHOOK}/rotate-secret`, { params }),
    sendTest: () => api.call(`POST ${WEBHOOK}/test`, { params }),
    deliveries: async (query: Deliveries = {}) =>
      (await api.call(`GET ${WEBHOOK}/deliveries`, { params, query })).items,
    replay: (delivery: string) =>
      api.call('POST /api/organizations/{org}/deliveries/{delivery}/replay', { params: { org, delivery } }),
    remove: () => api.call(`DELETE ${WEBHOOK}`, { params }),
  }
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
const listWebhooks = (org: string) =>
  owner.api.call('GET /api/organizations/{org}/webhooks', { params: { org } })

describe('an endpoint', () => {
  test('shows its secret once, and never the credentials of its address', async () => {
    const { org, webhook, secret, read, change, remove } = await setUp(['member.added'])
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const url = 'https://user:hunter2@hooks.example.com/in?token=s3cret'
    expect(await change({ url, description: 'Ours' })).toEqual({
      ...webhook,
      url: 'https://hooks.example.com/in?token=***',
      description: 'Ours',
    })
    // What was read may be sent back without harm.
    await change({ url: (await read()).url, types: ['member.removed'] })
    const { rows } = await platform.app.context.pool.query('select url from webhooks where id = $1', [
      webhook.id,
    ])
    expect(rows).toEqual([{ url }])
    const everything = JSON.stringify([
      await listWebhooks(org),
      await read(),
      (await platform.app.context.pool.query('select * from audit_log')).rows,
    ])
    expect(everything).not.toMatch(/hunter2|s3cret|whsec_/)
    await remove()
    await expect(read()).rejects.toMatchObject({ status: 404 })
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
    const { org, webhook } = await setUp(['member.added'])
    platform.clock.advance(HOUR)
    const url = 'https://example.com'
    const { change, rotateSecret, remove } = endpoint(org, webhook.id, owner.unproved)
    for (const ask of [
      () => createWebhook(org, { url, types: ['member.added'] }, owner.unproved),
      () => change({ url }),
      rotateSecret,
      remove,
    ]) {
      await expect(ask(), `${ask}`).rejects.toMatchObject({ code: 'confirmation_required' })
    }
    expect(await change({ description: 'Ours' })).toMatchObject({ description: 'Ours' })
  })

  test('is one of twenty at most', async () => {
    const { org, webhook } = await setUp(['member.added'])
    const { url, types } = webhook
    const add = () => createWebhook(org, { url, types })
    await Promise.all(Array.from({ length: 18 }, add))
    expect(await outcomesOf([add(), add()])).toEqual(['403 quota_exceeded', 'done'])
    await expect(add()).rejects.toMatchObject({ status: 403, members: { limit: 20, used: 20 } })
  })
})

test('every kind of event is told, signed as Standard Webhooks has it, without a token', async () => {
  const { org, hook, secret } = await setUp(WEBHOOK_EVENT_TYPES, 'business')
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  const { token, keyId } = await createKey(owner, org, [project], { expiresInDays: 30 })
  const scene = await createScene(platform, { org, project })
  await publishScene(owner, org, scene.id)
  await uploadModel(owner, org, scene.id, makeGlb())
  await expect(uploadModel(owner, org, scene.id, new Uint8Array(20))).rejects.toMatchObject({
    code: 'invalid_model',
  })
  await unpublishScene(owner, org, scene.id)
  await publishScene(owner, org, scene.id)
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
  await updateProject(owner, org, project, { allowedDomains: [SITE, 'b.example.com'] })
  for (const origin of ['https://thief.example.net', 'https://thief.example.net', SITE]) {
    await raw(`${platform.url}/api/scenes/${scene.id}`, { headers: keyed(token, origin) })
    await platform.app.flush()
  }
  const signing = await createSigningKey(owner, org, [project], { expiresInDays: 30 })
  const other = await createSigningKey(owner, org, [project])
  await revokeSigningKey(owner, org, other.id)
  await publishHeads(platform.app.context)
  const rotated = await rotateKey(owner, org, keyId)
  const near = await Promise.all(
    Array.from({ length: 38 }, () => createKey(owner, org, [project], { expiresInDays: null })),
  )
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
  await revokeKey(owner, org, near[0]?.keyId ?? '')
  platform.clock.advance(60 * DAY)
  await sweep()
  await deliver()

  const mine = receiver.received.filter((one) => one.path === hook)
  const payloads = mine.map((one) => verify(secret, one) as { type: string; timestamp: string; data: never })
  const seen = new Set(payloads.map(({ type }) => type))
  // These have tests of their own: optimization.test.ts, leaks.test.ts, unused-keys.test.ts.
  const elsewhere = ['scene.optimized', 'credential.leaked', 'signing_key.unused']
  expect(WEBHOOK_EVENT_TYPES.filter((type) => !seen.has(type) && !elsewhere.includes(type))).toEqual([])
  for (const secretText of [token, rotated.token, signing.privateKey]) {
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
      replacement: { id: rotated.apiKey.id },
      actor: { kind: 'user', id: owner.userId },
    },
  ])
  expect(of('api_key.revoked')).toMatchObject([
    { apiKey: { id: keyId }, reason: 'overlap_ended' },
    { reason: 'revoked' },
  ])
  expect(of('api_key.expired')).toMatchObject([{ apiKey: { id: rotated.apiKey.id, status: 'expired' } }])
  expect(of('signing_key.expired')).toMatchObject([{ signingKey: { id: signing.id } }])
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
  const project = await createProject(owner, first.org)
  const { keyId } = await createKey(owner, first.org, [project])
  await createWebhook(first.org, {
    url: `${receiver.url}/later`,
    types: ['api_key.created', 'api_key.revoked'],
  })
  await revokeKey(owner, first.org, keyId)
  await deliver()
  const types = (path: string) => receiver.payloads(path).map(({ type }) => type)
  expect([types(first.hook), types(second.hook), types('/later')]).toEqual([
    ['api_key.created'],
    [],
    ['api_key.revoked'],
  ])
})

test('what is rolled back is not told', async () => {
  const { org, hook } = await setUp(['api_key.created'], 'free')
  const project = await createProject(owner, org)
  await createKey(owner, org, [project])
  await createKey(owner, org, [project])
  await expect(createKey(owner, org, [project])).rejects.toMatchObject({ status: 403 })
  await deliver()
  expect(receiver.payloads(hook)).toHaveLength(2)
})

test('for a day after a rotation both secrets sign, then the new one alone', async () => {
  const { org, hook, secret, read, rotateSecret, sendTest } = await setUp(['scene.published'])
  const rotated = await rotateSecret()
  expect(rotated.secret).not.toBe(secret)
  expect(await sendTest()).toMatchObject({
    state: 'delivered',
    type: 'webhook.test',
    status: 204,
  })
  const last = () => receiver.received.findLast((received) => received.path === hook) as Received
  expect(verify(secret, last())).toEqual(verify(rotated.secret, last()))
  platform.clock.advance(DAY)
  await sendTest()
  expect(() => verify(secret, last())).toThrow('No matching signature found')
  expect(verify(rotated.secret, last())).toMatchObject({ type: 'webhook.test' })
  expect((await read()).formerSecretUntil).toBeNull()
  expect((await listWebhooks(org)).items).toHaveLength(1)
})

test('a failed event holds up later ones of its subject alone, and is sent again with its id', async () => {
  const { org, hook, deliveries } = await setUp(['api_key.created', 'api_key.revoked'])
  const project = await createProject(owner, org)
  const failing = await createKey(owner, org, [project])
  receiver.respond(hook, (res, { body }) => {
    res.writeHead(JSON.parse(body).data.apiKey.id === failing.keyId ? 503 : 200).end('because')
  })
  await revokeKey(owner, org, failing.keyId)
  const other = await createKey(owner, org, [project])
  await deliver()
  const seen = () => receiver.payloads(hook).map(({ type, data }) => [type, data.apiKey.id])
  expect(seen()).toEqual([
    ['api_key.created', failing.keyId],
    ['api_key.created', other.keyId],
  ])
  const pending = await deliveries({ state: 'pending' })
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
  expect(await deliveries({ state: 'pending' })).toEqual([])
})

test('an endpoint that takes nothing for three days is turned off, with a mail; what it missed can be replayed', async () => {
  const { org, hook, read, change, deliveries, replay } = await setUp(['api_key.created'])
  receiver.respond(hook, (res) => res.writeHead(500).end())
  const project = await createProject(owner, org)
  await createKey(owner, org, [project])
  let attempts = 0
  for (let hours = 0; hours < 100; hours += 4) {
    await deliver()
    attempts = receiver.payloads(hook).length
    platform.clock.advance(4 * HOUR)
  }
  expect(attempts).toBeGreaterThan(9)
  expect(await read()).toMatchObject({ enabled: false, disabledReason: 'failing' })
  const told = mails.filter(({ subject }) => subject.includes('was turned off'))
  expect(told.map(({ to }) => to)).toEqual([owner.email])
  const [failed] = await deliveries()
  expect(failed).toMatchObject({ state: 'failed', nextAttemptAt: null })
  await expect(replay(failed?.id ?? '')).rejects.toMatchObject({ status: 409 })

  receiver.respond(hook, (res) => res.writeHead(200).end('thanks'))
  await change({ enabled: true })
  expect(await replay(failed?.id ?? '')).toMatchObject({
    state: 'delivered',
    eventId: failed?.eventId,
    answer: 'thanks',
  })
  expect(await read()).toMatchObject({ enabled: true, failingSince: null })
})

test('an endpoint that says that it is gone is turned off at once', async () => {
  const { org, hook, read } = await setUp(['api_key.created'])
  receiver.respond(hook, (res) => res.writeHead(410).end())
  await createKey(owner, org, [await createProject(owner, org)])
  await deliver()
  expect(await read()).toMatchObject({ enabled: false, disabledReason: 'gone' })
})

test('an endpoint that asks for time is sent nothing before it is over', async () => {
  const { org, hook } = await setUp(['api_key.created'])
  const project = await createProject(owner, org)
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
  const { org, hook } = await setUp(['api_key.created'])
  const project = await createProject(owner, org)
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
  for (const { org } of [...each, good]) {
    await createKey(owner, org, [await createProject(owner, org)])
  }
  const delivering = deliver()
  await expect.poll(() => receiver.payloads(good.hook).length, { timeout: 8000 }).toBe(1)
  await expect.poll(() => hung.length, { timeout: 8000 }).toBe(1)
  for (const end of hung) end()
  await delivering
  for (const { kind, deliveries } of each) {
    const [delivery] = await deliveries()
    expect([kind, delivery]).toMatchObject([kind, kinds[kind as keyof typeof kinds]])
    expect(delivery?.answer?.length ?? 0).toBeLessThanOrEqual(1024)
  }
  expect(receiver.payloads('/elsewhere')).toEqual([])
})
