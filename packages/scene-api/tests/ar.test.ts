/** AR for protected models: URLs that stand for a key, its page and one version of a scene, and die with each of them. */
import { readFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createManagementClient } from '../src/client/index.js'
import {
  addNode,
  countLookups,
  createFixture,
  type Fixture,
  keyed,
  raw,
  SITE,
  type TestNode,
} from './support/embed.js'
import {
  changeScene,
  createDraft,
  createKey,
  createProject,
  createSigningKey,
  type NewScene,
  publishScene,
  revokeKey,
  revokeSigningKey,
  type SceneChange,
  unpublishScene,
  updateProject,
  uploadModel,
} from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const MODELS = new URL('../../../apps/platform/models/', import.meta.url)
const model = (name: string) => readFile(new URL(name, MODELS))

let platform: TestPlatform
let second: TestNode
let own: Fixture
let car: Buffer
let sceneId: string
const log: string[] = []

beforeAll(async () => {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk))
      done()
    },
  })
  platform = await startPlatform({
    logger: pino({ level: 'trace' }, stream),
    singleProcess: false,
    modelOptimizers: 0,
    keyCacheTtlMs: 200,
    authFailureLimit: 1_000_000,
  })
  second = await addNode(platform)
  own = await createFixture(platform)
  car = await model('race-car.glb')
  sceneId = await publish(car, { name: 'Race car No. 7' })
})
afterAll(async () => {
  await second.close()
  await platform.close()
})

async function publish(bytes: Uint8Array, body: NewScene): Promise<string> {
  const id = await createDraft(own.owner, own.org, own.project, body)
  await upload(id, bytes)
  await publishScene(own.owner, own.org, id)
  return id
}

const upload = (id: string, bytes: Uint8Array) => uploadModel(own.owner, own.org, id, bytes)

const change = (id: string, settings: SceneChange['settings']) =>
  changeScene(own.owner, own.org, id, { settings })

const mint = (token: string, id = sceneId, origin: string | null = SITE) =>
  raw(`${platform.url}/api/scenes/${id}/ar`, { method: 'POST', headers: keyed(token, origin) })

async function mintGlb(token: string, id = sceneId): Promise<string> {
  const { status, body } = await mint(token, id)
  expect(status).toBe(201)
  return body.glbUrl
}

const statusOn = async (url: string, node = platform.url) =>
  (await raw(url.replace(platform.url, node))).status

describe('making URLs', () => {
  test('returns a GLB and a USDZ for whoever may see the scene', async () => {
    const { status, headers, body } = await mint(own.token)
    expect(status).toBe(201)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['access-control-allow-origin']).toBe(SITE)
    const place = `^${platform.url}/ar/[\\w.-]+/Race-car-No-7\\.`
    expect(body).toEqual({
      glbUrl: expect.stringMatching(`${place}glb$`),
      usdzUrl: expect.stringMatching(`${place}usdz$`),
      expiresAt: expect.any(String),
      title: 'Race car No. 7',
    })
    const left = Date.parse(body.expiresAt) - platform.clock.now().getTime()
    expect([left > 4.9 * 60_000, left <= 5 * 60_000]).toEqual([true, true])
    expect(JSON.stringify(body)).not.toContain(own.token)
  })

  test('is refused as the scene itself would be', async () => {
    const refusals = await Promise.all([
      mint('vctrl_nothing'),
      mint(own.token, 'no-such-scene'),
      mint(own.token, sceneId, 'https://elsewhere.example.com'),
      mint(own.token, sceneId, null),
      mint(own.token, own.otherScene.id, 'https://other.example.com'),
    ])
    expect(refusals.map(({ body }) => body.code)).toEqual([
      'malformed_token',
      'scene_not_found',
      'domain_not_allowed',
      'domain_not_allowed',
      'project_out_of_scope',
    ])
  })

  test('says why phones cannot show a model', async () => {
    const zombie = await publish(await model('zombie-skinned-animated.glb'), { name: 'Zombie' })
    const { status, body } = await mint(own.token, zombie)
    expect(status).toBe(201)
    expect(body).toMatchObject({ usdzUrl: null, reason: expect.stringMatching(/skeleton/) })
    expect(body.glbUrl).toMatch(/Zombie\.glb$/)
  })

  test('is bounded for each key and client', async () => {
    const { token } = await createKey(own.owner, own.org, [own.project])
    const responses = await Promise.all(Array.from({ length: 60 }, () => mint(token)))
    const counted = (status: number) => responses.filter((response) => response.status === status).length
    expect([counted(201), counted(429)]).toEqual([30, 30])
    const refused = responses.find(({ status }) => status === 429)
    expect(refused?.headers['retry-after']).toMatch(/^\d+$/)
    expect((await mint(own.token)).status).toBe(201)
  })

  test('preflights allow POST', async () => {
    const { status, headers } = await raw(`${platform.url}/api/scenes/${sceneId}/ar`, {
      method: 'OPTIONS',
      headers: { Origin: SITE, 'Access-Control-Request-Method': 'POST' },
    })
    expect([status, headers['access-control-allow-methods']]).toEqual([204, 'POST, OPTIONS'])
  })
})

describe('a URL', () => {
  test('is read as apps read it: HEAD, whole, in parts, again, without Origin', async () => {
    const url = await mintGlb(own.token)
    const head = await raw(url, { method: 'HEAD' })
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([
      200,
      `${car.length}`,
      0,
    ])
    expect(head.headers).toMatchObject({
      'content-type': 'model/gltf-binary',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'accept-ranges': 'bytes',
    })
    expect(head.headers['access-control-allow-origin']).toBeUndefined()
    for (const _ of [1, 2]) expect((await raw(url)).bytes.equals(car)).toBe(true)
    const part = await raw(url, { headers: { Range: 'bytes=4-7' } })
    expect([part.status, [...part.bytes]]).toEqual([206, [2, 0, 0, 0]])
    // Scene Viewer appends parameters.
    expect(await statusOn(`${url}?mode=ar_preferred`, second.url)).toBe(200)
  })

  test('gives a USDZ whose first entry lies where Quick Look maps it', async () => {
    const { body } = await mint(own.token)
    const { status, headers, bytes } = await raw(body.usdzUrl)
    expect([status, headers['content-type']]).toEqual([200, 'model/vnd.usdz+zip'])
    const nameLength = bytes.readUInt16LE(26)
    expect(bytes.subarray(30, 30 + nameLength).toString()).toBe('model.usda')
    expect((30 + nameLength + bytes.readUInt16LE(28)) % 64).toBe(0)
    expect(bytes.readUInt16LE(8)).toBe(0)
  })

  test('is one load for the page that made it, however often the app reads', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    const url = await mintGlb(token)
    for (const method of ['HEAD', 'GET', 'GET']) await raw(url, { method })
    await platform.app.flush()
    const { items } = await own.owner.api.call('GET /api/organizations/{org}/api-keys/{key}/usage', {
      params: { org: own.org, key: keyId },
      query: { by: 'origin' },
    })
    expect(items).toMatchObject([{ client: 'ar', loads: 1, refusals: 0, origin: SITE }])
  })

  test('of one scene, one version or with a letter changed opens nothing else', async () => {
    const url = await mintGlb(own.token)
    const [, capability = ''] = /\/ar\/([^/]+)\//.exec(url) ?? []
    const [header = '', payload = '', signature = ''] = capability.split('.')
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect(claims).toMatchObject({ s: sceneId, v: 1, exp: expect.any(Number) })
    const forge = (change: object) => url.replace(payload, encode({ ...claims, ...change }))
    const bad = [
      forge({ s: own.scene.id }),
      forge({ exp: claims.exp + 1 }),
      forge({ v: claims.v + 1 }),
      url.replace(capability, `${encode({ alg: 'none' })}.${payload}.`),
      url.replace(header, encode({ alg: 'HS512' })),
      url.replace(signature, signature.toUpperCase()),
      url.replace(`.${signature}`, ''),
      url.replace(signature, `${signature}.${signature}`),
    ]
    for (const forged of bad) {
      const { status, headers, body } = await raw(forged)
      expect([status, body.code, headers['access-control-allow-origin']]).toEqual([
        404,
        'not_found',
        undefined,
      ])
    }
  })

  test('gives the file as the settings have it by then', async () => {
    const url = await mintGlb(own.token)
    // Whoever asks waits for a while, and may ask again.
    const isSoon = (look: (glb: Buffer) => boolean) =>
      expect.poll(async () => look((await raw(url)).bytes), { timeout: 60_000 }).toBe(true)
    await change(sceneId, { dimensions: { metresPerUnit: 0.25 } })
    await isSoon((glb) => glb.includes('[0.25,0.25,0.25]'))
    await change(sceneId, { dimensions: null })
    await isSoon((glb) => glb.equals(car))
  })

  test('stands in no log, nor below another folder', async () => {
    const { pathname } = new URL(await mintGlb(own.token))
    const [, capability = ''] = /\/ar\/([^/]+)\//.exec(pathname) ?? []
    for (const folder of ['', '/docs', '/api', '/a/b', '/AR']) await platform.nobody.get(folder + pathname)
    await platform.nobody.get(pathname.replace('.glb', '.gltf'))
    expect(log.join('')).toContain('/docs/ar/[redacted]')
    for (const part of capability.split('.').slice(1)) expect(log.join('')).not.toContain(part)
  })

  test('is counted among the lookups', async () => {
    const { token } = await createKey(own.owner, own.org, [own.project])
    const url = await mintGlb(token)
    const before = await countLookups(platform)
    expect(await statusOn(url)).toBe(200)
    expect(await countLookups(platform)).toBe(before + 1)
  })

  test('ends with its five minutes', async () => {
    const { body } = await mint(own.token)
    platform.clock.advance(4 * 60_000)
    expect(await statusOn(body.glbUrl)).toBe(200)
    platform.clock.advance(Date.parse(body.expiresAt) - platform.clock.now().getTime())
    expect(await statusOn(body.glbUrl)).toBe(404)
  })
})

/** Each changes one thing that access hangs on, and puts it back where it can be. */
const ENDINGS: readonly [
  string,
  number,
  string,
  (key: { keyId: string }) => Promise<() => Promise<unknown>>,
][] = [
  [
    'its key is revoked',
    401,
    'key_revoked',
    async ({ keyId }) => {
      await revokeKey(own.owner, own.org, keyId)
      return async () => {}
    },
  ],
  [
    'the page leaves the allowlist',
    403,
    'domain_not_allowed',
    async () => {
      await updateProject(own.owner, own.org, own.project, { allowedDomains: ['https://else.example.com'] })
      return () => updateProject(own.owner, own.org, own.project, { allowedDomains: [SITE] })
    },
  ],
  [
    'the scene is unpublished',
    404,
    'scene_not_found',
    async () => {
      await unpublishScene(own.owner, own.org, sceneId)
      return () => publishScene(own.owner, own.org, sceneId)
    },
  ],
  [
    'another version is published',
    404,
    'not_found',
    async () => {
      await upload(sceneId, await model('sports-sedan-variants.glb'))
      return () => upload(sceneId, car)
    },
  ],
  [
    'the organization is suspended',
    403,
    'organization_suspended',
    async () => {
      const params = { org: own.org }
      const { api } = platform.operator
      await api.call('POST /api/operator/organizations/{org}/suspend', { params, body: { reason: 'Test' } })
      return () => api.call('POST /api/operator/organizations/{org}/resume', { params })
    },
  ],
]

test.each(ENDINGS)('once %s, no node serves it: %i %s', async (_what, status, code, end) => {
  const key = await createKey(own.owner, own.org, [own.project])
  const url = await mintGlb(key.token)
  expect(await statusOn(url)).toBe(200)
  expect(await statusOn(url, second.url)).toBe(200)
  const restore = await end(key)
  const responses = await Promise.all([raw(url), raw(url.replace(platform.url, second.url))])
  expect(responses.map((response) => [response.status, response.body.code])).toEqual([
    [status, code],
    [status, code],
  ])
  expect(responses[0]?.headers['access-control-allow-origin']).toBeUndefined()
  await restore()
})

describe('the files of a scene', () => {
  const filesOf = (id: string) =>
    own.owner.api.call('GET /api/organizations/{org}/scenes/{scene}/ar-files', {
      params: { org: own.org, scene: id },
    })
  const looksOf = async (kind: string) => {
    const { rows } = await platform.app.context.pool.query<{ metres_per_unit: number; variant: string }>(
      'select metres_per_unit, variant from ar_files where kind = $1 and variant <> $2 or metres_per_unit <> 1 and kind = $1',
      [kind, ''],
    )
    return rows
  }

  test('are made when somebody looks whether they are there, and tell their size or the reason', async () => {
    const id = await publish(await model('showroom-cameras-lights.glb'), { name: 'Showroom' })
    expect(await filesOf(id)).toEqual({ glb: { status: 'waiting' }, usdz: { status: 'waiting' } })
    await platform.app.optimizeWaiting()
    expect(await filesOf(id)).toEqual({
      glb: { status: 'made', bytes: expect.any(Number) },
      usdz: { status: 'made', bytes: expect.any(Number) },
    })
    const zombie = await publish(await model('zombie-skinned-animated.glb'), { name: 'Zombie' })
    await mint(own.token, zombie)
    expect(await filesOf(zombie)).toMatchObject({
      glb: { status: 'made' },
      usdz: { status: 'none', reason: expect.stringMatching(/skeleton/) },
    })
  })

  test('that a worker breaks over are tried once for all who ask meanwhile, and later again', async () => {
    const id = await publish(await model('showroom-cameras-lights.glb'), {
      name: 'Breaks',
      settings: { variant: 'none' },
    })
    const run = vi.spyOn(platform.app.context.work.ar, 'run').mockRejectedValue(new Error('it broke'))
    try {
      for (let asked = 0; asked < 3; asked += 1) {
        expect((await mint(own.token, id)).body).toMatchObject({
          glbUrl: null,
          usdzUrl: null,
          reason: expect.stringMatching(/could not be made/),
        })
      }
      expect(run).toHaveBeenCalledTimes(1)
    } finally {
      run.mockRestore()
    }
    platform.clock.advance(11 * 60_000)
    expect((await mint(own.token, id)).body.glbUrl).toMatch(/\.glb$/)
  })

  test('are there before the first visitor, where this process works in the background', async () => {
    const node = await addNode(platform, { maintenance: true, modelOptimizers: 1 })
    const { owner } = own
    const id = await createDraft(owner, own.org, own.project, { name: 'Sedan' })
    const at = { api: createManagementClient({ baseUrl: node.url, headers: owner.credentials }) }
    await uploadModel(at, own.org, id, new Uint8Array(await model('sports-sedan-variants.glb')))
    await node.app.optimizeWaiting()
    expect(await filesOf(id)).toMatchObject({
      glb: { status: 'made' },
      usdz: { status: 'made' },
    })
    await node.close()
  })

  test('follow the settings: real size, variant, wall; what nobody shows any more goes', async () => {
    const id = await publish(await model('sports-sedan-variants.glb'), { name: 'Sedan' })
    await change(id, { dimensions: { metresPerUnit: 0.01 }, ar: { placement: 'wall' } })
    const { body } = await mint(own.token, id)
    const glb = (await raw(body.glbUrl)).bytes
    const { nodes } = JSON.parse(glb.subarray(20, 20 + glb.readUInt32LE(12)).toString())
    expect(nodes.at(-1)).toMatchObject({ name: 'Real size', scale: [0.01, 0.01, 0.01] })
    expect((await raw(body.usdzUrl)).bytes.toString('latin1')).toContain('alignment = "vertical"')
    expect(await looksOf('usdz_wall')).toEqual([{ metres_per_unit: 0.01, variant: '' }])

    await change(id, { dimensions: { metresPerUnit: 0.02 }, variant: 'Steel' })
    await mint(own.token, id)
    expect(await looksOf('usdz_wall')).toEqual([{ metres_per_unit: 0.02, variant: 'Steel' }])
    await change(id, { dimensions: null, variant: null, ar: null })
    expect(await statusOn((await mint(own.token, id)).body.usdzUrl)).toBe(200)
  })

  test('are none without a model', async () => {
    const id = await createDraft(own.owner, own.org, own.project, { name: 'Empty' })
    await expect(filesOf(id)).rejects.toMatchObject({ status: 409, code: 'conflict' })
  })
})

test('a visitor token makes one that lasts no longer than itself', async () => {
  const project = await createProject(own.owner, own.org, { allowedDomains: [SITE] })
  const signer = await createSigningKey(own.owner, own.org, [own.project, project])
  const token = await signVisitorToken({
    signingKeyId: signer.id,
    privateKey: signer.privateKey,
    sceneId,
    expiresInSeconds: 60,
    now: platform.clock.now(),
  } as Parameters<typeof signVisitorToken>[0])
  const { status, body } = await mint(token)
  expect(status).toBe(201)
  expect(Date.parse(body.expiresAt) - platform.clock.now().getTime()).toBeLessThanOrEqual(60_000)
  expect(await statusOn(body.glbUrl)).toBe(200)
  await revokeSigningKey(own.owner, own.org, signer.id)
  expect(await statusOn(body.glbUrl, second.url)).toBe(401)
})

test('ends at the instant at which its key expires', async () => {
  const { token, apiKey } = await createKey(own.owner, own.org, [own.project], { expiresInDays: 30 })
  platform.clock.advance(Date.parse(apiKey.expiresAt ?? '') - platform.clock.now().getTime() - 60_000)
  const url = await mintGlb(token)
  expect(await statusOn(url)).toBe(200)
  platform.clock.advance(60_000)
  const responses = await Promise.all([raw(url), raw(url.replace(platform.url, second.url))])
  expect(responses.map(({ status, body }) => [status, body.code])).toEqual([
    [401, 'key_expired'],
    [401, 'key_expired'],
  ])
})
