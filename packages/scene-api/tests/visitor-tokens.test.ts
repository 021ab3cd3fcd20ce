/** Scenes for signed-in customers: signing keys, the tokens they sign, and every way in which those end. */
import type { CallOf } from '../src/client/index.js'
import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addNode,
  countLookups,
  createFixture,
  createScene,
  type Fixture,
  raw,
  SITE,
} from './support/embed.js'
import {
  auditEntries,
  changeSettings,
  createKey,
  createProject,
  createSigningKey,
  findingsOf,
  publishScene,
  readKey,
  readSigningKey,
  revokeKey,
  revokeSigningKey,
  rotateKey,
  unpublishScene,
  updateProject,
} from './support/organization.js'
import { outcomesOf } from './support/outcomes.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let stranger: Fixture

beforeAll(async () => {
  platform = await startPlatform({ singleProcess: false, keyCacheTtlMs: 200, authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
  stranger = await createFixture(platform)
})
afterAll(() => platform.close())

interface Signer {
  readonly id: string
  readonly privateKey: string
}

const createSigner = (
  { owner, org, project }: Pick<Fixture, 'owner' | 'org' | 'project'>,
  body: Parameters<typeof createSigningKey>[3] = {},
): Promise<Signer> => createSigningKey(owner, org, [project], body)

const sign = ({ id, privateKey }: Signer, rest: object = {}) =>
  signVisitorToken({ signingKeyId: id, privateKey, sceneId: own.scene.id, ...rest } as Parameters<
    typeof signVisitorToken
  >[0])

const load = (
  token: string,
  { sceneId = own.scene.id, origin = SITE, below = '', url = platform.url } = {},
) =>
  raw(`${url}/api/scenes/${sceneId}${below}`, {
    headers: { Authorization: `Bearer ${token}`, Origin: origin },
  })
const codeOf = async (response: ReturnType<typeof load>) => {
  const { status, body } = await response
  return status === 200 ? 200 : [status, body.code, body.layer]
}

type Usage = NonNullable<CallOf<'GET /api/organizations/{org}/signing-keys/{key}/usage'>['query']>
const usageOf = ({ owner, org }: Fixture, { id }: Signer, query: Usage = {}) =>
  owner.api.call('GET /api/organizations/{org}/signing-keys/{key}/usage', {
    params: { org, key: id },
    query,
  })

test('a visitor token is counted among the lookups', async () => {
  const signer = await createSigner(own)
  const before = await countLookups(platform)
  expect(await codeOf(load(await sign(signer)))).toBe(200)
  expect(await countLookups(platform)).toBe(before + 1)
})

describe('a signing key', () => {
  test('is shown with its private half once, and counts like an API key', async () => {
    const { owner, org, project } = own
    const created = await createSigningKey(owner, org, [project], { name: 'Portal' })
    expect(created.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n[\w+/=]+\n-----END PRIVATE KEY-----\n$/)
    expect(created.signingKey).toMatchObject({
      name: 'Portal',
      status: 'active',
      projects: [{ id: project }],
      preview: created.signingKey.publicKey.slice(-4),
      publicKey: expect.stringMatching(/^[\w-]{43}$/),
      revokedAt: null,
    })
    const secret = created.privateKey.split('\n')[1]
    const list = await owner.api.call('GET /api/organizations/{org}/signing-keys', { params: { org } })
    expect(list.items[0]).toEqual(created.signingKey)
    expect(await readSigningKey(owner, org, created.id)).toEqual(created.signingKey)
    const audit = await auditEntries(owner, org, { action: 'signing_key.created' })
    expect(audit.length).toBeGreaterThan(0)
    expect(JSON.stringify([list, audit])).not.toContain(secret)

    const free = await platform.createOrganization(owner, 'free')
    const inFree = await createProject(owner, free, { allowedDomains: [SITE] })
    const make = (n: number) =>
      n % 2 === 0 ? createSigningKey(owner, free, [inFree]) : createKey(owner, free, [inFree])
    expect(await outcomesOf([0, 1, 2, 3].map(make))).toEqual([
      '403 key_limit_reached',
      '403 key_limit_reached',
      'done',
      'done',
    ])
    await expect(make(0)).rejects.toMatchObject({ code: 'key_limit_reached', members: { limit: 2 } })
  })

  test('is no API key, and an API key is no signing key', async () => {
    const { owner, org, keyId } = own
    const signer = await createSigner(own)
    await expect(readKey(owner, org, signer.id)).rejects.toMatchObject({ status: 404 })
    await expect(rotateKey(owner, org, signer.id)).rejects.toMatchObject({ status: 404 })
    await expect(revokeKey(owner, org, signer.id)).rejects.toMatchObject({ status: 404 })
    const keys = await owner.api.listAll('GET /api/organizations/{org}/api-keys', { params: { org } })
    expect(keys.map(({ id }) => id)).not.toContain(signer.id)
    await expect(revokeSigningKey(owner, org, keyId)).rejects.toMatchObject({ status: 404 })
    expect(await codeOf(load(await sign({ ...signer, id: keyId })))).toEqual([401, 'unknown_key', 'key'])
  })

  test('is refused with a project of another organization, or none', async () => {
    for (const projectIds of [[], [stranger.project]]) {
      await expect(createSigningKey(own.owner, own.org, projectIds)).rejects.toMatchObject({
        status: 400,
        errors: [{ path: expect.stringContaining('projectIds') }],
      })
    }
  })
})

test('a signing key keeps to the longest life of the organization, and its health is judged as that of other keys', async () => {
  const { owner, org, project } = await createFixture(platform)
  const { signingKey } = await createSigningKey(owner, org, [project], { expiresInDays: null })
  await changeSettings(owner, org, { maxKeyLifetimeDays: 60 })
  await expect(createSigningKey(owner, org, [project])).rejects.toMatchObject({
    status: 400,
    errors: [{ path: 'expiresInDays' }],
  })
  await createSigningKey(owner, org, [project], { expiresInDays: 60 })
  const found = (await findingsOf(owner, org)).filter(({ keyId }) => keyId === signingKey.id)
  expect(found).toMatchObject([
    { code: 'key_never_expires', key: { kind: 'signing_key' }, fix: { action: 'revoke_signing_key' } },
    {
      code: 'key_outlives_limit',
      fix: {
        action: 'create_signing_key',
        projectIds: [project],
        expiresInDays: 60,
        thenRevokeKeyId: signingKey.id,
      },
    },
  ])
})

describe('the use of a signing key', () => {
  test('is read by day, by origin, and by the visitor whom the token names; odd names harm nobody', async () => {
    const signer = await createSigner(own)
    const names = ['ann', 'ann', 'nul \0 and half \ud800', undefined] as const
    for (const subject of names) {
      expect(await codeOf(load(await sign(signer, { subject })))).toBe(200)
    }
    expect(
      await codeOf(load(await sign(signer, { subject: 'bob' }), { origin: 'https://evil.example' })),
    ).toEqual([403, 'domain_not_allowed', 'domain'])
    await platform.app.flush()
    await expect(readSigningKey(stranger.owner, own.org, signer.id)).rejects.toMatchObject({ status: 404 })
    const by = async (what: Usage['by']) => (await usageOf(own, signer, { by: what })).items
    const other = { client: 'other', lastSeenAt: expect.any(String) }
    expect(await by('day')).toEqual([{ ...other, day: expect.any(String), loads: 4, refusals: 1 }])
    expect(await by('origin')).toEqual([
      { ...other, origin: SITE, loads: 4, refusals: 0 },
      { ...other, origin: 'https://evil.example', loads: 0, refusals: 1 },
    ])
    const bySub = [
      { ...other, sub: 'ann', loads: 2, refusals: 0 },
      { ...other, sub: 'nul \uFFFD and half \uFFFD', loads: 1, refusals: 0 },
      { ...other, sub: 'bob', loads: 0, refusals: 1 },
    ]
    expect(await by('sub')).toEqual(bySub)
    const first = await usageOf(own, signer, { by: 'sub', limit: 1 })
    const rest = await usageOf(own, signer, { by: 'sub', limit: 5, cursor: first.nextCursor })
    expect([...first.items, ...rest.items]).toMatchObject(bySub)
    for (const org of [own.org, stranger.org]) {
      await expect(usageOf({ ...stranger, org }, signer)).rejects.toMatchObject({ status: 404 })
    }
  })

  test('keeps 1000 visitors of a day apart, and counts the rest together', async () => {
    const signer = await createSigner(own)
    // As 998 earlier loads were flushed.
    await platform.app.context.pool.query(
      `insert into visitor_usage (organization_id, key_id, day, subject, client, loads, refusals, last_seen_at)
       select $1, $2, $3, 'early-' || n, 'other', 1, 0, $4 from generate_series(1, 998) n`,
      [own.org, signer.id, platform.clock.now().toISOString().slice(0, 10), platform.clock.now()],
    )
    for (const subject of ['early-1', 'a', 'b', 'c', 'd', 'e']) {
      expect((await load(await sign(signer, { subject }))).status).toBe(200)
    }
    await platform.app.flush()
    const first = await usageOf(own, signer, { by: 'sub' })
    const rest = await usageOf(own, signer, { by: 'sub', cursor: first.nextCursor })
    expect(first.items.slice(0, 2)).toMatchObject([
      { sub: '(other)', loads: 3 },
      { sub: 'early-1', loads: 2 },
    ])
    expect([...first.items, ...rest.items]).toHaveLength(1001)
  })
})

describe('a visitor token', () => {
  test('opens manifest, model and poster, and is counted under its signing key', async () => {
    const signer = await createSigner(own)
    const token = await sign(signer, { subject: 'customer-7' })
    for (const below of ['', '/model', '/poster']) expect(await codeOf(load(token, { below }))).toBe(200)
    expect(await codeOf(load(await sign(signer, { sceneId: undefined, projectId: own.project })))).toBe(200)
    await platform.app.flush()
    const { items } = await own.owner.api.call('GET /api/organizations/{org}/signing-keys', {
      params: { org: own.org },
    })
    expect(items[0]).toMatchObject({ id: signer.id, lastUsedOrigin: SITE })
  })

  test('is checked in the order of a key', async () => {
    const signer = await createSigner(own)
    const elsewhere = { origin: 'https://evil.example.net' }
    const forged = await sign({ ...signer, privateKey: (await createSigner(stranger)).privateKey })
    const old = await sign(signer, { now: new Date(Date.now() - 700_000) })
    expect(await codeOf(load('vctrlv_a.b.c', elsewhere))).toEqual([401, 'malformed_token', 'format'])
    expect(await codeOf(load(forged, elsewhere))).toEqual([401, 'unknown_key', 'key'])
    expect(await codeOf(load(old, elsewhere))).toEqual([401, 'key_expired', 'key'])
    const foreign = { sceneId: stranger.scene.id, ...elsewhere }
    expect(await codeOf(load(await sign(signer), foreign))).toEqual([404, 'scene_not_found', 'organization'])
    const other = await sign(signer, { sceneId: own.otherScene.id })
    expect(await codeOf(load(other, elsewhere))).toEqual([403, 'domain_not_allowed', 'domain'])
    const beside = { sceneId: own.otherScene.id, origin: 'https://other.example.com' }
    expect(await codeOf(load(other, beside))).toEqual([403, 'project_out_of_scope', 'project'])
    expect(await codeOf(load(other))).toEqual([403, 'token_out_of_scope', 'project'])
    expect(await codeOf(load(await sign(signer, elsewhere)))).toEqual([403, 'token_out_of_scope', 'project'])
  })

  test('of another organization opens nothing here', async () => {
    const signer = await createSigner(stranger)
    expect(await codeOf(load(await sign(signer)))).toEqual([404, 'scene_not_found', 'organization'])
  })

  test('ends with its signing key, on every node, from the moment the revoke has returned', async () => {
    const signer = await createSigner(own)
    const token = await sign(signer)
    const node = await addNode(platform)
    const nodes = [platform.url, node.url]
    for (const url of nodes) expect(await codeOf(load(token, { url }))).toBe(200)
    const revoke = () => revokeSigningKey(own.owner, own.org, signer.id)
    const [first, second] = await Promise.all([revoke(), revoke()])
    expect(first.signingKey.revokedAt).toBe(second.signingKey.revokedAt)
    for (const url of nodes) expect(await codeOf(load(token, { url }))).toEqual([401, 'key_revoked', 'key'])
    await node.close()
  })
})

test('a project may ask for visitor tokens, and refuses plain keys from the next request', async () => {
  const { owner, org } = own
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  const { id: sceneId } = await createScene(platform, { org, project })
  const { token } = await createKey(owner, org, [project])
  const signer = await createSigner({ ...own, project })
  const visitor = await sign(signer, { sceneId })
  expect(await codeOf(load(token, { sceneId }))).toBe(200)
  const changed = await updateProject(owner, org, project, { requireVisitorToken: true })
  expect(changed).toMatchObject({ requireVisitorToken: true })
  expect(await codeOf(load(token, { sceneId }))).toEqual([403, 'visitor_token_required', 'project'])
  expect(await codeOf(load(visitor, { sceneId }))).toBe(200)
  await updateProject(owner, org, project, { requireVisitorToken: false })
  expect(await codeOf(load(token, { sceneId }))).toBe(200)
  const items = await auditEntries(owner, org, { action: 'project.visitor_tokens_changed' })
  expect(items.map(({ after }) => after)).toEqual([
    { requireVisitorToken: false },
    { requireVisitorToken: true },
  ])
})

describe('an attacker with a visitor token', () => {
  const seconds = Math.floor(Date.now() / 1000)
  const encode = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const join = (header: unknown, claims: unknown, sign: (signed: Buffer) => Buffer) => {
    const signed = `${encode(header)}.${encode(claims)}`
    return `vctrlv_${signed}.${sign(Buffer.from(signed)).toString('base64url')}`
  }
  const byKey = (key: KeyObject | string) => (signed: Buffer) => signBytes(null, signed, key)
  const none = () => Buffer.alloc(0)

  test('gets nowhere, row by row as the docs have it', async () => {
    const signer = await createSigner(own)
    const foreign = await createSigner(stranger)
    const { publicKey } = await readSigningKey(own.owner, own.org, signer.id)
    const header = { alg: 'EdDSA', kid: signer.id }
    const claims = { iat: seconds, exp: seconds + 600, scene: own.scene.id }
    const good = join(header, claims, byKey(signer.privateKey))
    const [head, body, signature] = good.slice('vctrlv_'.length).split('.') as [string, string, string]
    const attacker = generateKeyPairSync('ed25519')
    const byOwner = byKey(signer.privateKey)
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const byP256 = (signed: Buffer) => signBytes('sha256', signed, { key: p256, dsaEncoding: 'ieee-p1363' })
    const hmac = (signed: Buffer) =>
      createHmac('sha256', Buffer.from(publicKey, 'base64url')).update(signed).digest()
    const changed = encode({ ...claims, scene: own.otherScene.id })
    const rows: [string, string, Parameters<typeof load>[1]?][] = [
      ['`alg: none`, no signature', join({ ...header, alg: 'none' }, claims, none)],
      [
        '`alg: none`, the good signature',
        `vctrlv_${encode({ ...header, alg: 'none' })}.${body}.${signature}`,
      ],
      ['`alg: HS256` with the public key as its secret', join({ ...header, alg: 'HS256' }, claims, hmac)],
      ['an HMAC with the public key under `alg: EdDSA`', join(header, claims, hmac)],
      ['`alg: ES256`, signed on P-256', join({ ...header, alg: 'ES256' }, claims, byP256)],
      ['a P-256 signature under `alg: EdDSA`', join(header, claims, byP256)],
      ['an Ed448 signature', join(header, claims, byKey(generateKeyPairSync('ed448').privateKey))],
      ['an Ed25519 key of the attacker', join(header, claims, byKey(attacker.privateKey))],
      [
        'the attacker’s public key in the header (`jwk`)',
        join(
          { ...header, jwk: attacker.publicKey.export({ format: 'jwk' }) },
          claims,
          byKey(attacker.privateKey),
        ),
      ],
      [
        'an address of keys in the header (`jku`)',
        join({ ...header, jku: 'https://evil.example/jwks.json' }, claims, byKey(attacker.privateKey)),
      ],
      ['no `kid`', join({ alg: 'EdDSA' }, claims, byOwner)],
      ['a path as `kid`', join({ ...header, kid: '../../dev/null' }, claims, byOwner)],
      ['SQL as `kid`', join({ ...header, kid: "' or 1=1 --" }, claims, byOwner)],
      ['the `kid` of an API key', join({ ...header, kid: own.keyId }, claims, byOwner)],
      ['the `kid` of another organization’s key', join({ ...header, kid: foreign.id }, claims, byOwner)],
      [
        'another organization’s key, for our scene',
        join({ ...header, kid: foreign.id }, claims, byKey(foreign.privateKey)),
      ],
      ['a critical header (`crit`)', join({ ...header, crit: ['exp'] }, claims, byOwner)],
      ['an unencoded payload (`b64: false`)', join({ ...header, b64: false }, claims, byOwner)],
      ['`exp` as a string', join(header, { ...claims, exp: String(claims.exp) }, byOwner)],
      [
        '`exp` without end (`1e999`)',
        join(header, `{"iat":${seconds},"exp":1e999,"scene":"${own.scene.id}"}`, byOwner),
      ],
      ['a life of 24 hours and a second', join(header, { ...claims, exp: seconds + 86_401 }, byOwner)],
      ['an `iat` five minutes ahead', join(header, { ...claims, iat: seconds + 300 }, byOwner)],
      [
        'a token that ended a second ago',
        join(header, { ...claims, iat: seconds - 600, exp: seconds - 1 }, byOwner),
      ],
      ['the JSON serialisation', `vctrlv_${JSON.stringify({ protected: head, payload: body, signature })}`],
      ['a detached payload', `vctrlv_${head}..${signature}`],
      ['a payload changed after signing', `vctrlv_${head}.${changed}.${signature}`],
      ['a signature in another spelling', `${good}==`],
      ['a token of two kilobytes', join(header, { ...claims, filler: 'a'.repeat(2000) }, byOwner)],
      ['two tokens in one header', `${good} ${good}`],
      ['a token for another scene', join(header, { ...claims, scene: own.otherScene.id }, byOwner)],
      ['a token for another page', join(header, { ...claims, origin: 'https://other.example' }, byOwner)],
      ['a good token from a page that is not allowed', good, { origin: 'https://evil.example' }],
      ['a good token at another organization’s scene', good, { sceneId: stranger.scene.id }],
    ]
    const seen: string[][] = []
    for (const [attempt, token, how] of rows) {
      const { status, body } = await load(token, how)
      seen.push([attempt, String(status), `\`${body.code}\``])
    }
    expect((await load(good)).status).toBe(200)
    const page = await readFile(new URL('../../../docs/visitor-tokens.md', import.meta.url), 'utf8')
    const [, table = ''] = page.split('<!-- attacks -->')
    const told = table
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
    expect(seen).toEqual(told)
  })

  test('replays nothing after any kind of ending', async () => {
    const { owner, org, project } = await createFixture(platform)
    const scene = await createScene(platform, { org, project })
    const replay = async (end: (signer: Signer) => Promise<unknown>) => {
      const signer = await createSigner({ owner, org, project })
      const token = await sign(signer, { sceneId: scene.id })
      expect(await codeOf(load(token, { sceneId: scene.id }))).toBe(200)
      await end(signer)
      return codeOf(load(token, { sceneId: scene.id }))
    }
    const deleteProject = () =>
      owner.api.call('DELETE /api/organizations/{org}/projects/{project}', {
        params: { org, project },
        query: { confirm: 'true' },
      })
    const domains = (allowedDomains: string[]) => updateProject(owner, org, project, { allowedDomains })
    const operate = (what: 'suspend' | 'resume') =>
      platform.operator.api.call(`POST /api/operator/organizations/{org}/${what}`, { params: { org } })
    expect(await replay(({ id }) => revokeSigningKey(owner, org, id))).toEqual([401, 'key_revoked', 'key'])
    expect(await replay(() => domains(['elsewhere.example.com']))).toEqual([
      403,
      'domain_not_allowed',
      'domain',
    ])
    await domains([SITE])
    expect(await replay(() => operate('suspend'))).toEqual([403, 'organization_suspended', 'organization'])
    await operate('resume')
    expect(await replay(() => unpublishScene(owner, org, scene.id))).toEqual([
      404,
      'scene_not_found',
      'organization',
    ])
    await publishScene(owner, org, scene.id)
    expect(await replay(deleteProject)).toEqual([404, 'scene_not_found', 'organization'])
  })

  // The last one: the clock of the platform stays ahead.
  test('replays nothing from the instant on at which the signing key expires', async () => {
    const day = 86_400_000
    const signer = await createSigner(own, { expiresInDays: 30 })
    const { expiresAt } = await readSigningKey(own.owner, own.org, signer.id)
    platform.clock.advance(30 * day - 60_000)
    const token = await sign(signer, { now: platform.clock.now() })
    expect(await codeOf(load(token))).toBe(200)
    platform.clock.advance(Date.parse(expiresAt ?? '') - platform.clock.now().getTime())
    expect((await load(token)).body).toMatchObject({
      code: 'key_expired',
      layer: 'key',
      expiredAt: expiresAt,
    })
  })
})
