import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { remindOfExpiry } from '../src/domain/reminders/remind.js'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import { createKey, createProject, readKey, revokeKey } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

const DAY = 86_400_000
let platform: TestPlatform
let owner: Person
let receiver: Server
let hook: string
let status = 204
let hanging: ServerResponse[] = []
let received: { headers: IncomingMessage['headers']; body: string }[] = []

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  receiver = createServer(async (req, res) => {
    received.push({ headers: req.headers, body: await text(req) })
    if (req.url === '/hang') {
      hanging.push(res)
      return
    }
    res.writeHead(status).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(receiver.address() as { port: number }).port}/hook`
})
afterAll(async () => {
  receiver.close()
  await platform.close()
})
beforeEach(() => {
  received = []
  status = 204
})

async function setUp(url = hook) {
  const org = await platform.createOrganization(owner, 'pro')
  const project = await createProject(owner, org, { name: 'Shop' })
  const { secret } = await setWebhook(org, url)
  const key = await createKey(owner, org, [project], { name: 'Website', expiresInDays: 30 })
  if (secret === undefined) throw new Error('no secret')
  return { org, project, secret, ...key }
}
const WEBHOOK = '/api/organizations/{org}/reminder-webhook'
const setWebhook = (org: string, url: string) =>
  owner.api.call(`PUT ${WEBHOOK}`, { params: { org }, body: { url } })
const listReminders = async (org: string) =>
  (await owner.api.call('GET /api/organizations/{org}/reminders', { params: { org } })).items
const remind = async () => {
  await remindOfExpiry(platform.app.context)
  await deliverDue(platform.app.context)
}

test('fourteen days before its end a key is reminded of, once, signed, without its token', async () => {
  const { org, project, secret, token, apiKey } = await setUp()
  await remind()
  expect(received).toEqual([])
  platform.clock.advance(16 * DAY)
  expect(await readKey(owner, org, apiKey.id)).toMatchObject({ status: 'expiring' })
  await Promise.all([remind(), remind()])
  await remind()
  expect(received).toHaveLength(1)
  const [{ headers, body }] = received as [(typeof received)[number]]
  expect(JSON.parse(body)).toMatchObject({
    type: 'api_key.expiring',
    apiKey: {
      id: apiKey.id,
      name: 'Website',
      preview: token.slice(-4),
      expiresAt: apiKey.expiresAt,
      projects: [{ id: project, name: 'Shop' }],
    },
  })
  expect(body).not.toContain(token.slice(6, 20))
  const [, seconds, signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-vectreal-signature'] as string) ?? []
  expect(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')).toBe(signature)
  expect(await listReminders(org)).toMatchObject([
    { apiKey: { id: apiKey.id }, deliveredAt: expect.any(String), lastError: null },
  ])
})

test('a delivery that fails is tried again, later', async () => {
  const { org } = await setUp()
  platform.clock.advance(16 * DAY)
  status = 500
  await remind()
  await remind()
  expect(received).toHaveLength(1)
  expect((await listReminders(org))[0]).toMatchObject({
    deliveredAt: null,
    lastError: 'responded 500',
  })
  status = 200
  platform.clock.advance(60_000)
  await remind()
  expect(received).toHaveLength(2)
  await remind()
  expect(received).toHaveLength(2)
})

test('a key that was rotated or revoked is left in peace', async () => {
  const { org, keyId } = await setUp()
  await revokeKey(owner, org, keyId)
  platform.clock.advance(16 * DAY)
  await remind()
  expect(received).toEqual([])
})

test('the webhook is set, read without its secret, and removed', async () => {
  const { org, secret } = await setUp()
  const read = () => owner.api.call(`GET ${WEBHOOK}`, { params: { org } })
  expect(await read()).toEqual({ url: hook, createdAt: expect.any(String) })
  expect(secret).toMatch(/^whsec_/)
  await expect(setWebhook(org, 'ftp://x')).rejects.toMatchObject({ status: 400 })
  await owner.api.call(`DELETE ${WEBHOOK}`, { params: { org } })
  await expect(read()).rejects.toMatchObject({ status: 404 })
})

test('an endpoint that hangs holds up its own organization alone', async () => {
  const hung = await setUp(hook.replace('/hook', '/hang'))
  for (const name of ['Second', 'Third']) {
    await createKey(owner, hung.org, [hung.project], { name, expiresInDays: 30 })
  }
  const others = [await setUp(), await setUp()]
  platform.clock.advance(20 * DAY)
  const reminding = remind()
  const idsOf = () => received.map(({ body }) => JSON.parse(body).apiKey.id)
  await vi.waitFor(
    () => expect(idsOf()).toEqual(expect.arrayContaining(others.map(({ apiKey }) => apiKey.id))),
    {
      timeout: 9000,
    },
  )
  expect(hanging).toHaveLength(3)
  for (const response of hanging) response.destroy()
  await reminding
  // It failed in this round: its other reminders wait for the next one.
  expect(hanging).toHaveLength(3)
})

test('an organization with hundreds of keys that end sooner keeps no other from its reminder', async () => {
  const crowded = await setUp()
  const other = await setUp()
  await platform.app.context.pool.query(
    `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name, expires_at)
       select gen_random_uuid(), organization_id, 'Crowd', encode(sha256(n::text::bytea), 'hex'), 'aaaa', created_at,
         created_by_id, created_by_name, expires_at - interval '1 day'
       from api_keys, generate_series(1, 250) n where id = $1`,
    [crowded.apiKey.id],
  )
  platform.clock.advance(20 * DAY)
  await remind()
  const reminded = received.map(({ body }) => JSON.parse(body).apiKey)
  expect(reminded.map(({ id }) => id)).toContain(other.apiKey.id)
  expect(reminded.filter(({ name }) => name === 'Crowd')).toHaveLength(250)
})
