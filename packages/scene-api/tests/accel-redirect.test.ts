/** Models and posters that nginx sends by itself after the node's checks: to a visitor they are what the node would send. */
import { join } from 'node:path'
import {
  type AccelSource,
  hasNginx,
  startNginx,
  startObjectStore,
  type TestNginx,
  type TestObjectStore,
} from '@vectreal/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createManagementClient } from '../src/client/index.js'
import { createS3Storage } from '../src/index.js'
import {
  addNode,
  createFixture,
  createScene,
  type Fixture,
  keyed,
  type RawResponse,
  raw,
  type TestNode,
} from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { createDraft, createKey, publishScene, revokeKey, uploadModel } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const ACCEL = '/internal/'

/** `etag` stands for the tag of what the node would send. */
const REQUESTS: [what: string, headers: Record<string, string>, method?: string][] = [
  ['whole', {}],
  ['for Brotli', { 'Accept-Encoding': 'gzip, br' }],
  ['for gzip', { 'Accept-Encoding': 'gzip' }],
  ['HEAD', { 'Accept-Encoding': 'br' }, 'HEAD'],
  ['a part', { Range: 'bytes=10-29', 'Accept-Encoding': 'br' }],
  ['the rest', { Range: 'bytes=1000-' }],
  ['the end', { Range: 'bytes=-20' }],
  ['past the end', { Range: 'bytes=99999999-' }],
  ['several parts', { Range: 'bytes=0-1,5-6' }],
  ['a range that is none', { Range: 'bytes=9-3' }],
  ['a part of this version', { Range: 'bytes=10-29', 'If-Range': 'etag' }],
  ['a part of another version', { Range: 'bytes=10-29', 'If-Range': '"other"' }],
  ['what it has', { 'If-None-Match': 'etag' }],
  ['what it has in part', { 'If-None-Match': 'W/"x", etag', Range: 'bytes=0-3' }],
  ['another version', { 'If-None-Match': '"other"' }],
  ['since a time', { 'If-Modified-Since': 'Wed, 21 Oct 2099 07:28:00 GMT' }],
  ['only if it matches', { 'If-Match': '"other"' }],
  ['a refusal', { Origin: 'https://elsewhere.example' }],
]

let platform: TestPlatform
let own: Fixture
let sceneId: string
beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
})
afterAll(() => platform.close())

/** A scene whose model packs well and that has a poster: as it is in the given node's store. */
async function upload(node: TestNode): Promise<string> {
  const id = await createDraft(own.owner, own.org, own.project)
  const at = { api: createManagementClient({ baseUrl: node.url, headers: own.owner.credentials }) }
  await uploadModel(at, own.org, id, makeGlb({ padding: 200_000 }))
  await publishScene(own.owner, own.org, id)
  // Its copies for Brotli and gzip are made after the response.
  await node.app.optimizeWaiting()
  return id
}

const ask = (url: string, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  raw(`${url}/api/scenes/${path}`, { method, headers: { ...keyed(own.token), ...headers } })

/** All that does not differ from one response to the next; nginx leaves `Accept-Ranges` out of parts. */
function lasting({ status, headers, bytes }: RawResponse) {
  const {
    date: _d,
    connection: _c,
    server: _s,
    'x-request-id': id = '',
    'accept-ranges': _a,
    ...rest
  } = headers
  const body = bytes.toString('latin1').replace(id, 'id')
  return { status, headers: { ...rest, hasId: id !== '' }, body }
}

const STORES: readonly [
  string,
  () => Promise<{ node: TestNode; source: AccelSource; store?: TestObjectStore }>,
][] = [
  [
    'a shared folder',
    async () => ({
      node: await addNode(platform, { accelRedirect: ACCEL }),
      source: { folder: join(platform.folder, 'blobs') },
    }),
  ],
  [
    'an object store',
    async () => {
      const store = await startObjectStore()
      const node = await addNode(platform, { accelRedirect: ACCEL, storage: createS3Storage(store) })
      return { node, source: store, store }
    },
  ],
]

describe.skipIf(!hasNginx).each(STORES)('from %s', (_where, start) => {
  let node: TestNode
  let plain: TestNode
  let nginx: TestNginx
  let store: TestObjectStore | undefined
  beforeAll(async () => {
    const started = await start()
    node = started.node
    store = started.store
    plain = await addNode(platform, { storage: node.app.context.storage })
    nginx = await startNginx(node.url, { accel: started.source })
    sceneId = await upload(node)
  })
  afterAll(async () => {
    await nginx.stop()
    await Promise.all([node.close(), plain.close(), store?.stop()])
  })

  test.each(REQUESTS)('a model asked for: %s', async (...[, given, method]) => {
    const path = `${sceneId}/model`
    const { etag = '' } = (
      await ask(plain.url, path, { 'Accept-Encoding': given['Accept-Encoding'] ?? 'identity' })
    ).headers
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('etag', etag)]),
    )
    const expected = await ask(plain.url, path, headers, method)
    const response = await ask(nginx.url, path, headers, method)
    expect(lasting(response)).toEqual(lasting(expected))
    expect(response.headers).not.toHaveProperty('x-accel-redirect')
  })

  test('the node hands on the place and no byte, and only after its checks', async () => {
    const passed = await ask(node.url, `${sceneId}/model`)
    expect(passed).toMatchObject({ status: 200, headers: { 'content-length': '0' } })
    expect(passed.headers['x-accel-redirect']).toMatch(/^\/internal\/[\w/.-]+/)
    for (const headers of [{ Origin: 'https://elsewhere.example' }, { Authorization: 'Bearer x' }]) {
      expect((await ask(node.url, `${sceneId}/model`, headers)).headers).not.toHaveProperty(
        'x-accel-redirect',
      )
    }
    expect((await raw(`${nginx.url}${passed.headers['x-accel-redirect']}`)).status).toBe(404)
  })

  test('a revoked key gets nothing more', async () => {
    const key = await createKey(own.owner, own.org, [own.project])
    const get = () => raw(`${nginx.url}/api/scenes/${sceneId}/model`, { headers: keyed(key.token) })
    expect((await get()).status).toBe(200)
    await revokeKey(own.owner, own.org, key.keyId)
    await expect.poll(async () => (await get()).status).toBe(401)
  })

  test('bytes that are lost are an honest 503 that pages can read', async () => {
    const { headers } = await ask(plain.url, `${sceneId}/model`)
    const name = headers.etag?.replaceAll('"', '') ?? ''
    await node.app.context.storage.remove(name)
    const response = await ask(nginx.url, `${sceneId}/model`)
    expect(response).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } })
    expect(response.headers['access-control-allow-origin']).toBe('https://shop.example.com')
    expect(response.headers['retry-after']).toBe('2')
  })
})

test.skipIf(!hasNginx)('posters, a key’s and public ones, come the same way', async () => {
  const folder = join(platform.folder, 'blobs')
  const node = await addNode(platform, { accelRedirect: ACCEL })
  const nginx = await startNginx(node.url, { accel: { folder } })
  const { id } = await createScene(platform, {
    org: own.org,
    project: own.project,
    poster: true,
    publicPoster: true,
  })
  const manifest = (await ask(platform.url, id)).body
  const paths = [`/api/scenes/${id}/poster`, new URL(manifest.poster.url).pathname]
  for (const path of paths) {
    const [expected, response] = await Promise.all(
      [platform.url, nginx.url].map((url) => raw(url + path, { headers: keyed(own.token) })),
    )
    expect(lasting(response as RawResponse)).toEqual(lasting(expected as RawResponse))
  }
  await Promise.all([nginx.stop(), node.close()])
})
