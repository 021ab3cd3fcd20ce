/** Optimised files of models, over HTTP: made in the background, delivered in the place of the original. */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import { collectGarbage } from '../src/domain/models/collect-garbage.js'
import { createFileStorage, createSceneApi, DEFAULT_SETTINGS, type SceneApiOptions } from '../src/index.js'
import { SITE } from './support/embed.js'
import { makeGlb, packGlb } from './support/glb.js'
import {
  changeScene,
  createDraft,
  createKey,
  createProject,
  deleteScene,
  publishScene,
  readScene,
  type SceneChange,
  uploadModel,
  usedOf,
} from './support/organization.js'
import { type Person, type Plan, startPlatform, type TestPlatform } from './support/platform.js'
import { type Receiver, startReceiver } from './support/receiver.js'

/** Holds one of the models of these tests, and not its optimised file as well. */
const SMALL_QUOTA = 500_000

let platform: TestPlatform
let owner: Person
let receiver: Receiver

beforeAll(async () => {
  receiver = await startReceiver()
  platform = await startPlatform({
    maintenance: true,
    quotas: {
      ...DEFAULT_SETTINGS.quotas,
      free: { ...DEFAULT_SETTINGS.quotas.free, organizations: null },
      pro: { ...DEFAULT_SETTINGS.quotas.pro, storedBytes: SMALL_QUOTA },
    },
  })
  owner = await platform.signUp()
})
afterAll(async () => {
  receiver.close()
  await platform.close()
})

/** A triangle with a picture that WebP makes much smaller. `seed`: another picture. */
async function picturedGlb(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const tile = {
    create: {
      width: 400,
      height: 400,
      channels: 3,
      background: { r: seed, g: 90, b: 40 },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  } as const
  const picture = await sharp(tile).png({ compressionLevel: 0 }).toBuffer()
  const bin = Buffer.concat([Buffer.alloc(60), picture, Buffer.alloc((4 - (picture.length % 4)) % 4)])
  for (const [index, value] of [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1].entries())
    bin.writeFloatLE(value, index * 4)
  const gltf = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0, 1] }],
    nodes: [
      { name: 'Corner', mesh: 0 },
      { name: 'hotspot:edge', extras: { label: 'Edge' } },
    ],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
    textures: [{ source: 0 }],
    images: [{ bufferView: 2, mimeType: 'image/png' }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
      { bufferView: 1, componentType: 5126, count: 3, type: 'VEC2' },
    ],
    bufferViews: [
      { buffer: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 24 },
      { buffer: 0, byteOffset: 60, byteLength: picture.length },
    ],
    buffers: [{ byteLength: bin.length }],
  }
  return packGlb(JSON.stringify(gltf), bin)
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function createTenant(plan: Plan = 'enterprise') {
  const org = await platform.createOrganization(owner, plan)
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  const { token } = await createKey(owner, org, [project])
  return {
    org,
    project,
    storedBytes: () => usedOf(owner, org, 'storedBytes'),
    async createScene() {
      const id = await createDraft(owner, org, project, { name: 'S' })
      const params = { org, scene: id }
      const headers = { origin: SITE, authorization: `Bearer ${token}` }
      return {
        id,
        path: `/api/organizations/${org}/scenes/${id}`,
        upload: (glb: Uint8Array) => uploadModel(owner, org, id, glb),
        publish: () => publishScene(owner, org, id),
        read: () => readScene(owner, org, id),
        change: (change: SceneChange) => changeScene(owner, org, id, change),
        versions: async () =>
          (await owner.api.call('GET /api/organizations/{org}/scenes/{scene}/versions', { params })).items,
        /** As a page gets it. */
        async embed() {
          const manifest = (await platform.nobody.get(`/api/scenes/${id}`, headers)).body
          const response = await fetch(`${platform.url}/api/scenes/${id}/model`, { headers })
          const bytes = new Uint8Array(await response.arrayBuffer())
          return { manifest, etag: response.headers.get('etag'), bytes, sha256: sha256(bytes) }
        },
      }
    },
  }
}

test('a model is live at once, and its optimised file takes its place under a new ETag', async () => {
  const tenant = await createTenant()
  const scene = await tenant.createScene()
  const hook = { url: `${receiver.url}/optimized`, types: ['scene.optimized'] as const }
  await owner.api.call('POST /api/organizations/{org}/webhooks', { params: { org: tenant.org }, body: hook })
  const glb = await picturedGlb(1)
  expect(await scene.upload(glb)).toMatchObject({
    model: { sha256: sha256(glb) },
    delivery: 'optimized',
  })
  await scene.publish()
  await platform.app.optimizeWaiting()
  const after = await scene.embed()
  expect(after.manifest.model).toMatchObject({ sha256: after.sha256, bytes: after.bytes.length })
  expect(after.etag).toContain(after.sha256)
  expect(after.bytes.length).toBeLessThan(glb.length / 2)
  expect(new TextDecoder().decode(after.bytes)).toContain('hotspot:edge')
  const delivered = { sha256: after.sha256, bytes: after.bytes.length }
  expect(await scene.read()).toMatchObject({ version: 1, model: { sha256: sha256(glb) }, delivered })
  expect((await scene.versions())[0]).toMatchObject({
    optimization: { status: 'optimized', detail: null },
    model: { sha256: sha256(glb) },
    delivered,
    report: {
      triangles: 1,
      bytes: glb.length,
      original: { bytes: glb.length },
      delivered: { bytes: after.bytes.length, triangles: 1 },
    },
  })
  expect(await tenant.storedBytes()).toBe(glb.length + after.bytes.length)
  await vi.waitFor(
    async () => {
      await deliverDue(platform.app.context)
      expect(receiver.payloads('/optimized')).toMatchObject([
        {
          type: 'scene.optimized',
          data: { scene: { id: scene.id }, optimizedVersion: 1, bytes: after.bytes.length },
        },
      ])
    },
    { timeout: 20_000 },
  )

  // Its owner may want the original, and the optimised one again.
  expect(await scene.change({ delivery: 'original' })).toMatchObject({
    delivery: 'original',
    delivered: { sha256: sha256(glb) },
  })
  expect((await scene.embed()).sha256).toBe(sha256(glb))
  await scene.change({ delivery: 'optimized' })
  expect((await scene.embed()).sha256).toBe(after.sha256)
  expect((await owner.patch(scene.path, { delivery: 'smallest' })).status).toBe(400)
  for (const [file, expected] of [
    ['original', sha256(glb)],
    ['delivered', after.sha256],
  ]) {
    const response = await fetch(`${platform.url}${scene.path}/model?file=${file}`, {
      headers: owner.credentials,
    })
    expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(expected)
  }

  // Another model takes its place, and restoring the first one brings its optimised file along.
  await scene.upload(makeGlb())
  expect((await scene.embed()).sha256).toBe(sha256(makeGlb()))
  await owner.api.call('POST /api/organizations/{org}/scenes/{scene}/versions/{version}/restore', {
    params: { org: tenant.org, scene: scene.id, version: 1 },
  })
  expect((await scene.embed()).sha256).toBe(after.sha256)
  expect((await scene.versions()).map(({ optimization }) => optimization.status)).toEqual([
    'optimized',
    'unchanged',
    'optimized',
  ])

  // The file goes with its scene.
  const stored = async () =>
    (await readdir(join(platform.folder, 'blobs'), { recursive: true })).filter((name) =>
      name.endsWith(after.sha256),
    )
  expect(await stored()).toHaveLength(1)
  await deleteScene(owner, tenant.org, scene.id)
  platform.clock.advance(2 * 3_600_000)
  await collectGarbage(platform.app.context)
  expect(await stored()).toEqual([])
})

test('a model that is replaced while it waits does not come back', async () => {
  const scene = await (await createTenant()).createScene()
  await scene.upload(await picturedGlb(4))
  await scene.upload(makeGlb())
  await scene.publish()
  await platform.app.optimizeWaiting()
  expect((await scene.embed()).sha256).toBe(sha256(makeGlb()))
})

test('a model from before is optimised when somebody asks, one scene or a whole project', async () => {
  const tenant = await createTenant()
  const scene = await tenant.createScene()
  await scene.upload(await picturedGlb(10))
  const status = async () => (await scene.versions())[0]?.optimization.status
  const { org, project } = tenant
  const ofScene = () =>
    owner.api.call('POST /api/organizations/{org}/scenes/{scene}/optimize', {
      params: { org, scene: scene.id },
    })
  const ofProject = () =>
    owner.api.call('POST /api/organizations/{org}/projects/{project}/optimize', { params: { org, project } })
  for (const optimize of [ofScene, ofProject]) {
    await platform.app.optimizeWaiting()
    expect(await status()).toBe('optimized')
    await setState(scene.id, `optimization = 'none'`)
    expect(await optimize()).toEqual({ waiting: 1 })
    expect(await optimize()).toEqual({ waiting: 0 })
  }
  await platform.app.optimizeWaiting()
  expect(await status()).toBe('optimized')
})

test('without room for a second file the original stays, and says so', async () => {
  const tenant = await createTenant('pro')
  const scene = await tenant.createScene()
  const glb = await picturedGlb(30)
  await scene.upload(glb)
  await platform.app.optimizeWaiting()
  expect((await scene.versions())[0]?.optimization).toEqual({
    status: 'unchanged',
    detail: expect.stringMatching(/no room.*stored bytes/),
  })
  expect(await tenant.storedBytes()).toBe(glb.length)
})

test('a version whose node died is taken up by another one when its lease is over', async () => {
  const scene = await (await createTenant()).createScene()
  await scene.upload(await picturedGlb(40))
  await platform.app.optimizeWaiting()
  const until = new Date(platform.clock.now().getTime() + 60_000).toISOString()
  await setState(
    scene.id,
    `optimization = 'pending', optimization_attempts = 1, optimization_lease_until = '${until}'`,
  )
  await platform.app.optimizeWaiting()
  expect((await scene.versions())[0]?.optimization.status).toBe('pending')
  platform.clock.advance(120_000)
  await platform.app.optimizeWaiting()
  expect((await scene.versions())[0]?.optimization.status).toBe('optimized')
})

test('a scene gets KTX2 textures where its owner asks for them, and WebP again', async () => {
  const tenant = await createTenant()
  const scene = await tenant.createScene()
  const glb = await picturedGlb(60)
  await scene.upload(glb)
  await scene.publish()
  expect((await scene.read()).textures).toBe('webp')
  await platform.app.optimizeWaiting()
  const webp = await scene.embed()
  const extensions = async () => (await scene.versions())[0]?.report.delivered?.extensions
  expect(await extensions()).toContain('EXT_texture_webp')

  expect(await scene.change({ textures: 'ktx2' })).toMatchObject({
    textures: 'ktx2',
    version: 1,
  })
  await platform.app.optimizeWaiting()
  const ktx2 = await scene.embed()
  expect(await extensions()).toContain('KHR_texture_basisu')
  expect(ktx2.sha256).not.toBe(webp.sha256)
  expect(ktx2.bytes.length).toBeLessThan(glb.length)
  expect(await tenant.storedBytes()).toBe(glb.length + ktx2.bytes.length)

  await scene.change({ textures: 'webp' })
  await platform.app.optimizeWaiting()
  expect((await scene.embed()).sha256).toBe(webp.sha256)
  expect((await owner.patch(scene.path, { textures: 'dds' })).body.errors[0].path).toBe('textures')
})

test('a file that was begun before its owner asked for other textures is not delivered', async () => {
  const scene = await (await createTenant()).createScene()
  await scene.upload(await picturedGlb(70))
  await scene.publish()
  const { storage } = platform.app.context
  const open = vi.spyOn(storage, 'open').mockImplementationOnce(async (...given) => {
    // While the worker has the model in its hands.
    await scene.change({ textures: 'ktx2' })
    return storage.open(...given)
  })
  await platform.app.optimizeWaiting()
  open.mockRestore()
  await platform.app.optimizeWaiting()
  const [version] = await scene.versions()
  expect(version?.optimization.status).toBe('optimized')
  expect(version?.report.delivered?.extensions).toContain('KHR_texture_basisu')
})

test('two nodes do not do the same work twice', async () => {
  const tenant = await createTenant()
  const scenes = await Promise.all([1, 2].map(() => tenant.createScene()))
  await withNode({ modelOptimizers: 1 }, async (node) => {
    for (const [index, scene] of scenes.entries()) await scene.upload(await picturedGlb(50 + index))
    await Promise.all([platform.app.optimizeWaiting(), node.optimizeWaiting()])
    await platform.app.optimizeWaiting()
  })
  const { rows } = await platform.app.context.pool.query(
    'select optimization, optimization_attempts from scene_versions where scene_id = any($1)',
    [scenes.map(({ id }) => id)],
  )
  expect(rows).toEqual(scenes.map(() => ({ optimization: 'optimized', optimization_attempts: 1 })))
})

/** As a node leaves a version that it did not get to the end of. */
const setState = (sceneId: string, state: string) =>
  platform.app.context.pool.query(
    `update scene_versions set delivered_sha256 = null, delivered_report = null, ${state} where scene_id = $1`,
    [sceneId],
  )

/** A second node over the same database and store. */
async function withNode(
  options: Partial<SceneApiOptions>,
  use: (node: ReturnType<typeof createSceneApi>) => Promise<void>,
): Promise<void> {
  const node = createSceneApi({
    databaseUrl: platform.databaseUrl,
    storage: createFileStorage(join(platform.folder, 'blobs')),
    publicUrl: platform.url,
    authSecret: 'a secret for tests only, long enough',
    clock: platform.clock,
    logger: platform.app.context.logger,
    ...options,
  } as SceneApiOptions)
  try {
    await use(node)
  } finally {
    await node.close()
  }
}
