import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectGarbage } from '../src/domain/models/collect-garbage.js'
import type { CallOf } from '../src/client/index.js'
import type { BlobStorage } from '../src/index.js'
import { addNode } from './support/embed.js'
import { makeGlb, packGlb } from './support/glb.js'
import { createDraft, createProject, type NewScene, readScene } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

const MAX_MODEL_BYTES = 1_000_000
let platform: TestPlatform
let owner: Person
let org: string
let project: string

beforeAll(async () => {
  platform = await startPlatform({ maxModelBytes: MAX_MODEL_BYTES })
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
  project = await createProject(owner, org)
})
afterAll(() => platform.close())

const scenes = (rest = '') => `/api/organizations/${org}/projects/${project}/scenes${rest}`
const SCENE = '/api/organizations/{org}/projects/{project}/scenes/{scene}'
const of = (scene: string) => ({ params: { org, project, scene } })
const create = (body: NewScene = {}) =>
  owner.api.call('POST /api/organizations/{org}/projects/{project}/scenes', {
    params: { org, project },
    body: { name: 'Scene', ...body },
  })
const read = (scene: string) => owner.api.call(`GET ${SCENE}`, of(scene))
const remove = (scene: string) => owner.api.call(`DELETE ${SCENE}`, of(scene))
const GLB = { 'content-type': 'model/gltf-binary' }
const upload = (scene: string, model: Uint8Array, mediaType = 'model/gltf-binary') =>
  owner.api.call(`PUT ${SCENE}/model`, { ...of(scene), upload: model, mediaType })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const storedFiles = async () =>
  (await readdir(join(platform.folder, 'blobs'), { recursive: true }).catch(() => [])).filter(
    (name) => name.length > 60,
  )

describe('a scene', () => {
  test('begins as a draft with default settings', async () => {
    const scene = await create({ name: 'Chair' })
    expect(scene).toMatchObject({
      organizationId: org,
      projectId: project,
      name: 'Chair',
      status: 'draft',
      version: 0,
      model: null,
      poster: null,
      publicPoster: false,
      settings: {
        exposure: 1,
        toneMapping: 'neutral',
        controls: { orbit: true, autoRotate: false },
        initialCamera: null,
      },
    })
    expect(await read(scene.id)).toEqual(scene)
    expect(await readScene(owner, org, scene.id)).toEqual(scene)
  })

  test('is not found under another project or organization', async () => {
    const { id } = await create()
    const other = await createProject(owner, org, { name: 'Other' })
    const elsewhere = await platform.createOrganization(owner)
    const { api } = owner
    for (const read of [
      () => api.call(`GET ${SCENE}`, { params: { org, project: other, scene: id } }),
      () => readScene(owner, elsewhere, id),
      () => api.call(`GET ${SCENE}`, { params: { org: elsewhere, project, scene: id } }),
    ]) {
      await expect(read()).rejects.toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  test('keeps the settings that are given and puts back those that are null', async () => {
    const { id } = await create({ settings: { exposure: 2, alt: 'A chair' } })
    const { settings } = await owner.api.call(`PATCH ${SCENE}`, {
      ...of(id),
      body: {
        settings: {
          exposure: null,
          controls: { autoRotate: true },
          cameras: [{ name: 'Front', position: [0, 1, 2], target: [0, 0, 0] }],
        },
      },
    })
    expect(settings).toMatchObject({
      exposure: 1,
      alt: 'A chair',
      controls: { autoRotate: true, orbit: true },
      cameras: [{ name: 'Front', fovDegrees: 45 }],
    })
  })

  test.each([
    [{ exposure: 100 }, 'settings.exposure'],
    [{ exposure: '1' }, 'settings.exposure'],
    [{ background: { kind: 'color', color: 'red' } }, 'settings.background.color'],
    [{ controls: { spin: true } }, 'settings.controls.spin'],
    [{ glow: 1 }, 'settings.glow'],
    [{ controls: { minDistance: 5, maxDistance: 1 } }, 'settings.controls.minDistance'],
    [{ credit: { sourceUrl: 'javascript:alert(1)' } }, 'settings.credit.sourceUrl'],
  ])('refuses the settings %j', async (settings, path) => {
    const { id } = await create()
    const response = await owner.patch(scenes(`/${id}`), { settings })
    expect(response.status).toBe(400)
    expect(response.body.errors.map((error: { path: string }) => error.path)).toEqual([path])
  })

  test('is deleted with its versions', async () => {
    const { id } = await create()
    await upload(id, makeGlb())
    await remove(id)
    await expect(read(id)).rejects.toMatchObject({ status: 404 })
    await expect(remove(id)).rejects.toMatchObject({ status: 404 })
  })

  test('lists page by page, newest first', async () => {
    const listed = await createProject(owner, org, { name: 'Listed' })
    const made: string[] = []
    for (const name of ['a', 'b', 'c']) made.unshift(await createDraft(owner, org, listed, { name }))
    const list = (query: CallOf<'GET /api/organizations/{org}/projects/{project}/scenes'>['query'] = {}) =>
      owner.api.call('GET /api/organizations/{org}/projects/{project}/scenes', {
        params: { org, project: listed },
        query,
      })
    const first = await list({ limit: 2 })
    const second = await list({ limit: 2, cursor: first.nextCursor })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toEqual(made)
    expect(second.nextCursor).toBeNull()
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ status: 400 })
    await expect(list({ limit: 0 })).rejects.toMatchObject({ status: 400 })
  })
})

describe('uploading a model', () => {
  test('makes a version, and another the next', async () => {
    const { id } = await create()
    const model = makeGlb()
    const first = await upload(id, model)
    expect(first).toMatchObject({
      version: 1,
      status: 'draft',
      model: { sha256: sha256(model), bytes: model.length, mediaType: 'model/gltf-binary' },
      report: { triangles: 1, vertices: 3, warnings: [] },
    })
    const other = makeGlb({ padding: 8 })
    const second = await upload(id, other, 'application/octet-stream')
    expect(second).toMatchObject({ version: 2, model: { sha256: sha256(other) } })
    const versions = (query: CallOf<`GET ${typeof SCENE}/versions`>['query'] = {}) =>
      owner.api.call(`GET ${SCENE}/versions`, { ...of(id), query })
    expect((await versions()).items.map(({ version }) => version)).toEqual([2, 1])
    const newest = await versions({ limit: 1 })
    expect(newest).toMatchObject({ items: [{ version: 2 }], nextCursor: expect.any(String) })
    const oldest = await versions({ limit: 1, cursor: newest.nextCursor ?? '' })
    expect(oldest).toMatchObject({ items: [{ version: 1 }], nextCursor: null })
    const restore = (version: number) =>
      owner.api.call(`POST ${SCENE}/versions/{version}/restore`, {
        params: { ...of(id).params, version },
      })
    expect(await restore(1)).toMatchObject({ version: 3, model: { sha256: sha256(model) } })
    await expect(restore(9)).rejects.toMatchObject({ status: 404 })
  })

  test('at once, many times, numbers each version once', async () => {
    const { id } = await create()
    const made = await Promise.all([1, 2, 3, 4].map((n) => upload(id, makeGlb({ padding: n * 4 }))))
    expect(made.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4])
  })

  test('reports the names in a file without what cannot be stored', async () => {
    const { id } = await create()
    const extensionsUsed = ['ACME_a\0b', 'ACME_\ud800', 'ACME_'.padEnd(2000, 'x')]
    const response = await upload(id, makeGlb({ change: (gltf) => ({ ...gltf, extensionsUsed }) }))
    expect(response.report.extensions).toEqual(['ACME_a\ufffdb', 'ACME_\ufffd', 'ACME_'.padEnd(500, 'x')])
  })

  const nested = (levels: number) =>
    `{"asset":{"version":"2.0"},"extras":${'['.repeat(levels)}${']'.repeat(levels)}}`
  const withUri = (uri: string) => (gltf: Record<string, unknown>) => ({ ...gltf, images: [{ uri }] })
  test.each([
    ['not a GLB', Buffer.from('hello hello hello hello hello'), /is not a GLB/],
    ['empty', Buffer.alloc(0), /too short/],
    ['cut short', makeGlb().slice(0, 60), /incomplete/],
    ['an outside image', makeGlb({ change: withUri('https://evil.example/x.png') }), /not inside the file/],
    [
      'a file beside it',
      makeGlb({ change: withUri('textures/x.png') }),
      /Texture "textures\/x.png" is not inside/,
    ],
    ['broken JSON', packGlb('{"asset":', Buffer.alloc(4)), /not valid/],
    [
      'an accessor past its data',
      makeGlb({
        change: (gltf) => ({
          ...gltf,
          accessors: [
            { bufferView: 0, componentType: 5126, count: 4, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
          ],
        }),
      }),
      /needs more bytes/,
    ],
    [
      'a decompression bomb',
      makeGlb({
        change: (gltf) => ({
          ...gltf,
          accessors: [{ componentType: 5126, count: 2_000_000_000, type: 'VEC3' }],
        }),
      }),
      /unpacks to more/,
    ],
    [
      'an extension nobody can show',
      makeGlb({
        change: (gltf) => ({ ...gltf, extensionsUsed: ['ACME_x'], extensionsRequired: ['ACME_x'] }),
      }),
      /ACME_x/,
    ],
    [
      'half a byte of an image',
      makeGlb({
        change: (gltf) => ({
          ...gltf,
          images: [{ bufferView: 1, mimeType: 'image/png' }],
          bufferViews: [
            { buffer: 0, byteLength: 36 },
            { buffer: 0, byteLength: 0.5 },
          ],
        }),
      }),
      /TYPE_MISMATCH/,
    ],
    ['nested too deep', packGlb(nested(50_000), Buffer.alloc(4)), /nested too deep/],
    ['nothing to show', packGlb('{"asset":{"version":"2.0"}}', Buffer.alloc(0)), /no mesh/],
  ])('refuses a file that is %s and keeps what is there', async (_what, file, message) => {
    const { id } = await create()
    const before = await upload(id, makeGlb())
    await expect(upload(id, file)).rejects.toMatchObject({
      status: 422,
      code: 'invalid_model',
      message: expect.stringMatching(message),
    })
    expect(await read(id)).toMatchObject({ version: 1, model: before.model })
  })

  test('refuses what is too large, declared or not', async () => {
    const { id } = await create()
    const tooLarge = new Uint8Array(MAX_MODEL_BYTES + 1)
    await expect(upload(id, tooLarge)).rejects.toMatchObject({
      status: 413,
      code: 'model_too_large',
      members: { maxBytes: MAX_MODEL_BYTES },
    })
    const chunked = await fetch(platform.url + scenes(`/${id}/model`), {
      method: 'PUT',
      headers: { ...owner.credentials, ...GLB },
      body: new Blob([tooLarge, tooLarge, tooLarge]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(chunked.status).toBe(413)
    expect(await chunked.json()).toMatchObject({ code: 'model_too_large' })
  })

  test.each([
    [{ 'content-type': 'application/json' }],
    [{ 'content-type': 'image/png' }],
    [{ 'content-type': 'model/gltf-binary', 'content-encoding': 'gzip' }],
  ])('refuses %j', async (headers) => {
    const { id } = await create()
    const response = await owner.put(scenes(`/${id}/model`), makeGlb(), headers)
    expect(response.body).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    })
  })

  test('that breaks off leaves nothing', async () => {
    const { id } = await create()
    const before = await storedFiles()
    await new Promise<void>((resolve) => {
      const req = request(platform.url + scenes(`/${id}/model`), {
        method: 'PUT',
        headers: { ...owner.credentials, ...GLB, 'content-length': '500000' },
      })
      req.on('error', () => resolve())
      req.write(Buffer.alloc(100_000), () => req.destroy())
      req.on('close', () => resolve())
    })
    await expect.poll(async () => (await read(id)).version).toBe(0)
    expect(await storedFiles()).toEqual(before)
  })
})

describe('publishing', () => {
  test('needs a model', async () => {
    const { id } = await create()
    const publish = () => owner.api.call(`POST ${SCENE}/publish`, of(id))
    await expect(publish()).rejects.toMatchObject({ status: 409, code: 'conflict' })
    await upload(id, makeGlb())
    const published = await publish()
    expect(published).toMatchObject({ status: 'published', publishedAt: expect.any(String) })
    expect(await publish()).toEqual(published)
    expect(await upload(id, makeGlb({ padding: 4 }))).toMatchObject({ status: 'published', version: 2 })
    const draft = await owner.api.call(`POST ${SCENE}/unpublish`, of(id))
    expect(draft).toMatchObject({ status: 'draft', publishedAt: null })
  })
})

describe('a poster', () => {
  const image = (format: 'png' | 'jpeg' | 'webp' | 'avif') =>
    sharp({ create: { width: 640, height: 320, channels: 3, background: '#336699' } })
      .toFormat(format)
      .toBuffer()
  const putPoster = (scene: string, bytes: Uint8Array, mediaType: string) =>
    owner.api.call(`PUT ${SCENE}/poster`, { ...of(scene), upload: bytes, mediaType })

  test.each(['png', 'jpeg', 'webp', 'avif'] as const)('is taken as %s and kept as WebP', async (format) => {
    const { id } = await create()
    const { poster } = await putPoster(id, new Uint8Array(await image(format)), `image/${format}`)
    expect(poster).toMatchObject({
      mediaType: 'image/webp',
      width: 640,
      height: 320,
      placeholder: expect.stringMatching(/^data:image\/webp;base64,/),
    })
    expect(poster?.placeholder.length).toBeLessThan(1000)
  })

  test.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'image/png', 422],
    ['noise', 'not an image at all', 'image/png', 422],
    ['a PNG that ends early', '\x89PNG\r\n\x1a\n', 'image/png', 422],
    ['another type', '<svg/>', 'image/svg+xml', 415],
  ])('is refused as %s', async (_what, body, type, status) => {
    const { id } = await create()
    const bytes = new Uint8Array(Buffer.from(body, 'latin1'))
    await expect(putPoster(id, bytes, type)).rejects.toMatchObject({ status })
  })
})

describe('the store', () => {
  /** Of this database, beside the one that asks. */
  async function openTransactions(): Promise<number> {
    const { rows } = await platform.app.context.pool.query(
      `select count(*)::int from pg_stat_activity
       where datname = current_database() and state like 'idle in transaction%'`,
    )
    return rows[0].count
  }

  test('is asked by uploads and by the collector, and never inside a transaction', async () => {
    const { storage } = platform.app.context
    const asked: [string, number][] = []
    const watched = new Proxy(storage, {
      get:
        (target, name: keyof BlobStorage) =>
        async (...given: never[]) => {
          asked.push([name, await openTransactions()])
          return (target[name] as (...given: never[]) => unknown)(...given)
        },
    })
    const node = await addNode(platform, { storage: watched, maxModelBytes: MAX_MODEL_BYTES })
    const put = (path: string, type: string, body: Uint8Array) =>
      fetch(node.url + scenes(path), {
        method: 'PUT',
        headers: { ...owner.credentials, 'content-type': type },
        body: Buffer.from(body),
      })
    const { id } = await create()
    const poster = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const models = [makeGlb({ padding: 2000 }), makeGlb({ padding: 2004 })]
    for (const model of models)
      expect((await put(`/${id}/model`, 'model/gltf-binary', model)).status).toBe(200)
    expect((await put(`/${id}/poster`, 'image/png', poster)).status).toBe(200)
    await node.app.optimizeWaiting()
    await remove(id)
    platform.clock.advance(2 * 3_600_000)
    expect(await collectGarbage(node.app.context)).toBeGreaterThanOrEqual(3)
    await node.close()
    expect(new Set(asked.map(([name]) => name))).toEqual(new Set(['stat', 'put', 'open', 'remove']))
    expect(asked.filter(([, open]) => open > 0)).toEqual([])
  })
})

describe('collecting garbage', () => {
  test('removes what nothing refers to and spares the rest', async () => {
    const kept = await create()
    const gone = await create()
    const keptModel = makeGlb({ padding: 400 })
    const goneModel = makeGlb({ padding: 404 })
    await upload(kept.id, keptModel)
    await upload(gone.id, goneModel)
    await remove(gone.id)
    await collectGarbage(platform.app.context)
    expect((await storedFiles()).join()).toContain(sha256(goneModel))
    platform.clock.advance(2 * 3_600_000)
    await collectGarbage(platform.app.context)
    const files = (await storedFiles()).join()
    expect(files).toContain(sha256(keptModel))
    expect(files).not.toContain(sha256(goneModel))
    expect((await upload(kept.id, goneModel)).version).toBe(2)
    expect((await storedFiles()).join()).toContain(sha256(goneModel))
  })

  test('spares what is uploaded again, and takes over from a collector that died', async () => {
    const { id } = await create()
    const model = makeGlb({ padding: 408 })
    await upload(id, model)
    await remove(id)
    platform.clock.advance(2 * 3_600_000)
    const hash = sha256(model)
    const { context } = platform.app
    // As a collector leaves it that died after the first file.
    await context.pool.query('update blobs set collecting_at = $2 where sha256 = $1', [
      hash,
      context.clock.now(),
    ])
    await context.storage.remove(hash)
    const marks = async () =>
      (await context.pool.query('select collecting_at from blobs where sha256 = $1', [hash])).rows
    const [mark] = await marks()
    await collectGarbage(context)
    expect(await marks()).toEqual([mark])
    platform.clock.advance(10 * 60_000)
    const again = await create()
    await upload(again.id, model)
    await collectGarbage(context)
    expect((await storedFiles()).join()).toContain(hash)
    expect(await marks()).toEqual([{ collecting_at: null }])
  })
})
