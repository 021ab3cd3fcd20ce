/** Keys that nothing uses end by themselves, where the organization wants it. */
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { endUnusedKeys } from '../src/domain/keys/end-unused-keys.js'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import type { Mail } from '../src/index.js'
import { createFixture, type Fixture, keyed, raw, SITE } from './support/embed.js'
import { changeSettings, createKey, createSigningKey, findingsOf, readKey } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'
import { type Receiver, startReceiver } from './support/receiver.js'

const DAY = 86_400_000
const mails: Mail[] = []
let platform: TestPlatform
let receiver: Receiver
let own: Fixture
let hook: string

beforeAll(async () => {
  platform = await startPlatform({
    sendMail: async (mail) => void mails.push(mail),
    keyCacheTtlMs: 60_000,
    authFailureLimit: 1_000_000,
  })
  receiver = await startReceiver()
})
afterAll(async () => {
  receiver.close()
  await platform.close()
})
beforeEach(async () => {
  own = await createFixture(platform)
  hook = `/${own.org}`
  await own.owner.api.call('POST /api/organizations/{org}/webhooks', {
    params: { org: own.org },
    body: { url: receiver.url + hook, types: ['api_key.unused', 'api_key.revoked', 'signing_key.unused'] },
  })
})

const makeKey = (name: string) => createKey(own.owner, own.org, [own.project], { name, expiresInDays: null })
const setRule = (endUnusedKeysAfterDays: number | null) =>
  changeSettings(own.owner, own.org, { endUnusedKeysAfterDays })
const load = async (token: string) => {
  const response = await raw(`${platform.url}/api/scenes/${own.scene.id}`, { headers: keyed(token, SITE) })
  await platform.app.flush()
  return response.status === 200 ? 200 : [response.status, response.body.code]
}
const after = async (days: number) => {
  platform.clock.advance(days * DAY)
  await endUnusedKeys(platform.app.context)
}
const statusOf = async (id: string) => (await readKey(own.owner, own.org, id)).status
const endOf = async (id: string) =>
  (await findingsOf(own.owner, own.org)).find(({ keyId, code }) => keyId === id && code === 'key_ends_unused')
    ?.evidence?.endsAt
const events = async (type: string, id: string) => {
  await deliverDue(platform.app.context)
  return receiver
    .payloads(hook)
    .filter((one) => one.type === type && (one.data.apiKey ?? one.data.signingKey).id === id)
}
const mailsAbout = (name: string) =>
  mails.filter(({ subject, text }) => subject.startsWith('Unused keys') && text.includes(`“${name}”`))

test('a key that is used in time stays; one that is not ends 14 days after everybody was told', async () => {
  await setRule(60)
  const used = await makeKey('Used again')
  const unused = await makeKey('Left behind')
  const signing = await createSigningKey(own.owner, own.org, [own.project])
  await after(45)
  expect(await endOf(unused.keyId)).toBeUndefined()
  await after(1)
  const endsAt = new Date(platform.clock.now().getTime() + 14 * DAY).toISOString().slice(0, 10)
  for (const id of [used.keyId, unused.keyId, signing.id]) expect(await endOf(id)).toContain(endsAt)
  expect(await events('api_key.unused', unused.keyId)).toMatchObject([
    { data: { endsAt: expect.stringContaining(endsAt) } },
  ])
  expect(await events('signing_key.unused', signing.id)).toHaveLength(1)
  await vi.waitUntil(() => mailsAbout('Left behind').length > 0, { timeout: 20_000 })
  expect(mailsAbout('Left behind')).toMatchObject([{ text: expect.stringContaining(endsAt) }])

  expect(await load(used.token)).toBe(200)
  await after(13)
  expect(await endOf(used.keyId)).toBeUndefined()
  expect(await statusOf(unused.keyId)).toBe('active')
  await Promise.all([after(1), endUnusedKeys(platform.app.context)])
  expect([await statusOf(used.keyId), await statusOf(unused.keyId)]).toEqual(['active', 'revoked'])
  expect(await load(unused.token)).toEqual([401, 'key_revoked'])
  expect(mailsAbout('Left behind')).toHaveLength(1)
  expect((await readKey(own.owner, own.org, unused.keyId)).revokedBy).toMatchObject({ name: 'Vectreal' })
  expect(await events('api_key.revoked', unused.keyId)).toMatchObject([{ data: { reason: 'unused' } }])
  const visitor = await signVisitorToken({
    privateKey: signing.privateKey,
    signingKeyId: signing.id,
    sceneId: own.scene.id,
    now: platform.clock.now(),
  })
  expect(await load(visitor)).toEqual([401, 'key_revoked'])
})

test('a rule made late, dropped, or of a suspended organization ends nothing without a notice of 14 days', async () => {
  const { keyId: id, token } = await makeKey('Sleeping')
  await after(200)
  expect(await statusOf(id)).toBe('active')
  await setRule(30)
  await after(0)
  await after(10)
  await setRule(null)
  await after(20)
  await setRule(30)
  await after(0)
  await after(13)
  await platform.operator.api.call('POST /api/operator/organizations/{org}/suspend', {
    params: { org: own.org },
  })
  await after(13)
  await platform.operator.api.call('POST /api/operator/organizations/{org}/resume', {
    params: { org: own.org },
  })
  await after(0)
  await after(13)
  expect(await load(token)).toBe(200)
  await after(15)
  expect(await endOf(id)).toBeUndefined()
  await after(1)
  expect(await endOf(id)).toBeDefined()
  await after(14)
  expect(await statusOf(id)).toBe('revoked')
})
