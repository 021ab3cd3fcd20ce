/** Credentials that strangers have found, reported by GitHub's secret scanning or by anybody. */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { generateApiKey, generateServiceToken } from '@vectreal/auth-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processLeaks } from '../src/domain/leaks/process-leaks.js'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import type { Mail } from '../src/index.js'
import {
  changeSettings,
  createKey,
  createProject,
  createServiceToken,
  createSigningKey,
  readKey,
  readSigningKey,
  revokeKey,
  revokeServiceToken,
} from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'
import { type Receiver, startReceiver } from './support/receiver.js'

const GITHUB = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const mails: Mail[] = []
let platform: TestPlatform
let owner: Person
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  platform = await startPlatform({
    sendMail: async (mail) => void mails.push(mail),
    leakReportKeys: { k1: GITHUB.publicKey.export({ type: 'spki', format: 'pem' }) as string },
  })
  owner = await platform.signUp()
})
afterAll(async () => {
  receiver.close()
  await platform.close()
})

async function setUp(endLeakedCredentials: boolean) {
  const org = await platform.createOrganization(owner, 'pro')
  if (endLeakedCredentials) await changeSettings(owner, org, { endLeakedCredentials })
  const project = await createProject(owner, org, { allowedDomains: ['*.example.com', 'shop.example.com'] })
  const service = await createServiceToken(owner, org)
  const signing = await createSigningKey(owner, org, [project], { name: 'Signs' })
  const embed = await createKey(owner, org, [project])
  await owner.api.call('POST /api/organizations/{org}/webhooks', {
    params: { org },
    body: { url: `${receiver.url}/${org}`, types: ['credential.leaked'] },
  })
  const leaks = async () => {
    await processLeaks(platform.app.context)
    // The server looks them up by itself as well: what it has begun is done with.
    await expect.poll(countReports).toBe(0)
    return (await owner.api.call('GET /api/organizations/{org}/leaks', { params: { org } })).items
  }
  return { org, project, service, signing, embed, leaks }
}

const listProjects = (org: string, token: string) =>
  platform.bearer(token).api.call('GET /api/organizations/{org}/projects', { params: { org } })

async function countReports(): Promise<number> {
  const { rows } = await platform.app.context.pool.query('select count(*)::int as count from leak_reports')
  return rows[0].count
}

const report = (body: unknown) => platform.nobody.post('/api/leaks', body)

function reportAsGitHub(tokens: readonly object[], keyId = 'k1', signed = JSON.stringify(tokens)) {
  const signature = createSign('sha256').update(signed).sign(GITHUB.privateKey, 'base64')
  return platform.nobody.send('/api/leaks', {
    method: 'POST',
    body: JSON.stringify(tokens),
    headers: {
      'content-type': 'application/json',
      'github-public-key-identifier': keyId,
      'github-public-key-signature': signature,
    },
  })
}

test('where the organization chose so, a service token and a signing key end at once; an embed key becomes a finding', async () => {
  const { org, project, service, signing, embed, leaks } = await setUp(true)
  const at = 'https://github.com/acme/site/blob/main/config.js'
  const response = await reportAsGitHub([
    { token: service.token, type: 'vectreal_service_token', url: at, source: 'content' },
    { token: signing.privateKey, type: 'vectreal_signing_key', url: at, source: 'content' },
    { token: embed.token, type: 'vectreal_api_key', url: at, source: 'content' },
  ])
  expect(response.status).toBe(204)
  const found = await leaks()
  expect(found).toHaveLength(3)
  const of = (kind: string) => found.find((leak: { kind: string }) => leak.kind === kind)
  expect(of('service_token')).toMatchObject({
    url: at,
    source: 'github',
    endedAt: expect.any(String),
    exposure: null,
  })
  expect(of('signing_key')).toMatchObject({
    endedAt: expect.any(String),
    fix: { action: 'revoke_signing_key' },
  })
  expect(of('api_key')).toMatchObject({
    endedAt: null,
    exposure: {
      isAllowlistInForce: false,
      weaknesses: [
        { code: 'wildcard', projectId: project },
        { code: 'localhost', projectId: project },
      ],
    },
    fix: { action: 'rotate_key', id: embed.keyId },
  })
  await expect(listProjects(org, service.token)).rejects.toMatchObject({ status: 401 })
  expect(await readSigningKey(owner, org, signing.id)).toMatchObject({ status: 'revoked' })
  expect(await readKey(owner, org, embed.keyId)).toMatchObject({ status: 'active' })

  await deliverDue(platform.app.context)
  const told = receiver.payloads(`/${org}`)
  expect(told.map(({ data }) => data.leak.kind).toSorted()).toEqual([
    'api_key',
    'service_token',
    'signing_key',
  ])
  expect(JSON.stringify([told, found, mails])).not.toMatch(/vctrl(?:svc)?_\w{10}|PRIVATE KEY/)
  const aboutLeaks = () => mails.filter(({ subject }) => subject.endsWith('was found in public')).length
  await expect.poll(aboutLeaks).toBe(3)

  // The same place again tells nothing new.
  await reportAsGitHub([{ token: embed.token, url: at }])
  expect(await leaks()).toHaveLength(3)
})

test('where it did not, they stay, and people are told', async () => {
  const { org, service, leaks } = await setUp(false)
  expect((await report({ token: service.token, url: 'https://paste.example/1' })).status).toBe(204)
  expect(await leaks()).toMatchObject([{ kind: 'service_token', source: 'report', endedAt: null }])
  await listProjects(org, service.token)
})

test('says whether the credential works now, and nothing of one that had ended before', async () => {
  const { org, service, embed, leaks } = await setUp(false)
  await revokeKey(owner, org, embed.keyId)
  await report({ tokens: [{ token: service.token }, { token: embed.token }] })
  expect(await leaks()).toMatchObject([{ kind: 'service_token', isLive: true }])
  await revokeServiceToken(owner, org, service.id)
  expect(await leaks()).toMatchObject([{ kind: 'service_token', isLive: false, endedAt: null }])
})

test('whoever reports one key at many places neither floods mailboxes nor fills the list; GitHub is heard', async () => {
  const { org, embed, leaks } = await setUp(false)
  const told = () => mails.filter(({ text }) => text.includes(`(…${embed.token.slice(-4)})`)).length
  const places = (from: number) =>
    Array.from({ length: 15 }, (_, at) => ({ token: embed.token, url: `https://paste.example/${from + at}` }))
  await report({ tokens: places(0) })
  await report({ tokens: places(15) })
  expect(await leaks()).toHaveLength(20)
  await reportAsGitHub([{ token: embed.token, url: 'https://github.com/acme/site' }])
  expect(await leaks()).toMatchObject(expect.arrayContaining([expect.objectContaining({ source: 'github' })]))
  await deliverDue(platform.app.context)
  expect(receiver.payloads(`/${org}`)).toHaveLength(21)
  await expect.poll(told).toBe(1)
  platform.clock.advance(86_400_000)
  await reportAsGitHub([{ token: embed.token, url: 'https://github.com/acme/other' }])
  await leaks()
  await expect.poll(told).toBe(2)
})

test('a stranger learns nothing: known and unknown get the same response, before anything is looked up', async () => {
  const { embed, leaks } = await setUp(false)
  const responses = []
  for (const token of [embed.token, generateApiKey(), generateServiceToken(), 'no token at all']) {
    const { status, body } = await report({ token })
    responses.push({ status, body })
  }
  expect(new Set(responses.map((response) => JSON.stringify(response))).size).toBe(1)
  expect(await leaks()).toHaveLength(1)
})

test.each([
  ['another key', 'k2', undefined],
  ['a key named like a property', 'constructor', undefined],
  ['another body', 'k1', 'something else'],
])('a report signed with %s is refused', async (_what, keyId, signed) => {
  const response = await reportAsGitHub([{ token: generateServiceToken() }], keyId, signed)
  expect(response.body).toMatchObject({ status: 401, code: 'unauthenticated' })
})

test('what is no report is refused, and so is a flood of them', async () => {
  expect((await report({ tokens: [] })).status).toBe(400)
  expect((await report([{ token: generateApiKey() }])).status).toBe(400)
  expect(
    (await report({ tokens: Array.from({ length: 21 }, () => ({ token: generateApiKey() })) })).status,
  ).toBe(400)
  const statuses = []
  for (let count = 0; count < 31; count += 1) statuses.push((await report({ token: 'x' })).status)
  expect(statuses.at(-1)).toBe(429)
})
