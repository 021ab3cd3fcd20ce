/** Bytes: models, posters, parts of them, what is unchanged; and the routes without a key. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectGarbage } from '../src/domain/models/collect-garbage.js'
import {
  addNode,
  createFixture,
  createScene,
  type Fixture,
  keyed,
  raw,
  SITE,
  type TestScene,
} from './support/embed.js'
import { makeGlb } from './support/glb.js'
import {
  changeScene,
  createDraft,
  type NewScene,
  publishScene,
  unpublishScene,
  uploadModel,
  uploadPoster,
} from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
})
afterAll(() => platform.close())

const model = (headers: Record<string, string> = {}, method = 'GET') =>
  raw(`${platform.url}/api/scenes/${own.scene.id}/model`, {
    method,
    headers: { ...keyed(own.token), ...headers },
  })

describe('a model that packs well', () => {
  const glb = Buffer.from(makeGlb({ padding: 200_000 }))
  let path: string
  let upload: () => Promise<unknown>
  beforeAll(async () => {
    const id = await createDraft(own.owner, own.org, own.project, { name: 'Packs well' })
    upload = async () => {
      await uploadModel(own.owner, own.org, id, glb)
      await platform.app.optimizeWaiting()
    }
    await upload()
    await publishScene(own.owner, own.org, id)
    path = `/api/scenes/${id}/model`
  })
  const get = (headers: Record<string, string>, method = 'GET') =>
    raw(platform.url + path, { method, headers: { ...keyed(own.token), ...headers } })

  test.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip', 'br;q=0, gzip;q=0.5', gunzipSync],
  ])('comes as %s to whoever accepts %s', async (encoding, accepted, unpack) => {
    const response = await get({ 'Accept-Encoding': accepted })
    expect(response.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': 'model/gltf-binary',
      'content-length': String(response.bytes.length),
    })
    expect(response.headers['vary']).toContain('Accept-Encoding')
    expect(response.bytes.length).toBeLessThan(glb.length / 10)
    expect(unpack(response.bytes).equals(glb)).toBe(true)
  })

  test.each([undefined, 'identity', 'br;q=0', 'zstd'])('comes as it is to %s', async (accepted) => {
    const response = await get(accepted === undefined ? {} : { 'Accept-Encoding': accepted })
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(response.headers['vary']).toContain('Accept-Encoding')
    expect(response.bytes.equals(glb)).toBe(true)
  })

  test('has an ETag of its own in each form, which is good for that form only', async () => {
    const forms = ['identity', 'gzip', 'br']
    const tags = await Promise.all(
      forms.map(async (form) => (await get({ 'Accept-Encoding': form })).headers['etag'] ?? ''),
    )
    expect(new Set(tags).size).toBe(3)
    for (const [index, form] of forms.entries()) {
      const again = await Promise.all(
        tags.map((tag) => get({ 'Accept-Encoding': form, 'If-None-Match': tag })),
      )
      expect(again.map(({ status }) => status)).toEqual(tags.map((_, at) => (at === index ? 304 : 200)))
    }
  })

  test('comes in part from the file as it is', async () => {
    const response = await get({ 'Accept-Encoding': 'br', Range: 'bytes=10-29' })
    expect(response.status).toBe(206)
    expect(response.headers).not.toHaveProperty('content-encoding')
    expect(response.headers['content-range']).toBe(`bytes 10-29/${glb.length}`)
    expect(response.bytes.equals(glb.subarray(10, 30))).toBe(true)
  })

  test('comes as it is while the store has lost its packed forms, and packed again after the next upload', async () => {
    const sha256 = createHash('sha256').update(glb).digest('hex')
    for (const lost of ['br', 'gz']) await platform.app.context.storage.remove(`${sha256}.${lost}`)
    // One that has not kept them in memory.
    const node = await addNode(platform, { hotBlobBytes: 0 })
    const getThere = (headers: Record<string, string>) =>
      raw(node.url + path, { headers: { ...keyed(own.token), ...headers } })
    for (const accepted of ['br', 'gzip', 'gzip, br']) {
      const response = await getThere({ 'Accept-Encoding': accepted })
      expect(response.status).toBe(200)
      expect(response.headers).not.toHaveProperty('content-encoding')
      expect(response.headers).toMatchObject({ etag: `"${sha256}"`, 'content-length': String(glb.length) })
      expect(response.headers['vary']).toContain('Accept-Encoding')
      expect(response.bytes.equals(glb)).toBe(true)
    }
    expect((await getThere({ 'Accept-Encoding': 'br', 'If-None-Match': `"${sha256}"` })).status).toBe(304)
    await node.close()

    await upload()
    const response = await get({ 'Accept-Encoding': 'br' })
    expect(response.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(response.bytes).equals(glb)).toBe(true)
  })

  test('tells its packed size to HEAD, without a body', async () => {
    const whole = await get({ 'Accept-Encoding': 'br' })
    const head = await get({ 'Accept-Encoding': 'br' }, 'HEAD')
    expect(head.headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(whole.bytes.length),
      etag: whole.headers['etag'],
    })
    expect(head.bytes).toHaveLength(0)
  })
})

describe('a model', () => {
  test('is served whole, with a strong ETag that names its content', async () => {
    const response = await model()
    expect(response.status).toBe(200)
    expect(response.bytes.equals(own.scene.model)).toBe(true)
    expect(response.headers).toMatchObject({
      'content-type': 'model/gltf-binary',
      'content-length': String(own.scene.model.length),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      etag: `"${own.scene.sha256}"`,
    })
  })

  test.each([{}, { Range: 'bytes=0-99' }])(
    'responds to HEAD as to GET, without a body: %j',
    async (headers) => {
      const response = await model(headers, 'HEAD')
      expect([response.status, response.bytes.length]).toEqual([200, 0])
      expect(response.headers['content-length']).toBe(String(own.scene.model.length))
    },
  )

  test.each([
    ['bytes=0-99', 0, 99],
    ['bytes=4990-', 4990, 4999],
    ['bytes=-10', 4990, 4999],
    ['bytes=4990-99999', 4990, 4999],
    ['bytes=0-0', 0, 0],
  ])('is served in part for %s', async (range, start, end) => {
    const response = await model({ Range: range })
    expect(response.status).toBe(206)
    expect(response.headers['content-range']).toBe(`bytes ${start}-${end}/5000`)
    expect(response.bytes.equals(own.scene.model.subarray(start, end + 1))).toBe(true)
  })

  test.each(['bytes=5000-', 'bytes=-0', 'bytes=9999-10000'])('has no part %s', async (range) => {
    const response = await model({ Range: range })
    expect(response.status).toBe(416)
    expect(response.headers['content-range']).toBe('bytes */5000')
    expect(response.headers['access-control-allow-origin']).toBe(SITE)
  })

  test.each(['bytes=0-1,5-9', 'lines=1-2', 'bytes=9-1', 'bytes='])(
    'is served whole for %s',
    async (range) => {
      expect((await model({ Range: range })).status).toBe(200)
    },
  )

  test('is served in part under If-Range only while it is the same', async () => {
    const same = await model({ Range: 'bytes=0-9', 'If-Range': `"${own.scene.sha256}"` })
    const other = await model({ Range: 'bytes=0-9', 'If-Range': '"another"' })
    expect([same.status, other.status]).toEqual([206, 200])
  })

  test.each([
    ['the same tag', (tag: string) => tag, 304],
    ['a list with it', (tag: string) => `"x", ${tag}`, 304],
    ['a weak spelling of it', (tag: string) => `W/${tag}`, 304],
    ['*', () => '*', 304],
    ['another tag', () => '"x"', 200],
  ])('with If-None-Match: %s', async (_name, write, status) => {
    const response = await model({ 'If-None-Match': write(`"${own.scene.sha256}"`) })
    expect(response.status).toBe(status)
    expect(response.headers['etag']).toBe(`"${own.scene.sha256}"`)
  })

  test('gives the file back when a client leaves in the middle, again and again', async () => {
    const big = await createScene(platform, { org: own.org, project: own.project, modelBytes: 8_000_000 })
    for (let count = 0; count < 50; count += 1) await abortedDownload(big)
    const { bytes } = await raw(`${platform.url}/api/scenes/${big.id}/model`, { headers: keyed(own.token) })
    expect(bytes.equals(big.model)).toBe(true)
    await expect.poll(openModelFiles).toBe(0)
  })
})

describe('a manifest', () => {
  test('is a 304 for the tag it came with, under the same checks', async () => {
    const url = `${platform.url}/api/scenes/${own.scene.id}`
    const first = await raw(url, { headers: keyed(own.token) })
    const etag = first.headers['etag'] ?? ''
    const again = await raw(url, { headers: { ...keyed(own.token), 'If-None-Match': etag } })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
    const elsewhere = await raw(url, {
      headers: { ...keyed(own.token, 'https://evil.example.net'), 'If-None-Match': etag },
    })
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'domain_not_allowed'])
  })
})

describe('a poster', () => {
  test('needs the key like the model', async () => {
    const url = `${platform.url}/api/scenes/${own.scene.id}/poster`
    const response = await raw(url, { headers: keyed(own.token) })
    expect(response.status).toBe(200)
    expect(response.headers['content-type']).toBe('image/webp')
    expect(own.scene.poster?.equals(response.bytes)).toBe(true)
    expect((await raw(url, { headers: { Origin: SITE } })).status).toBe(401)
  })

  test('that a scene does not have is a 404', async () => {
    const bare = await createScene(platform, { org: own.org, project: own.project })
    const response = await raw(`${platform.url}/api/scenes/${bare.id}/poster`, { headers: keyed(own.token) })
    expect([response.status, response.body.code]).toEqual([404, 'not_found'])
    expect(response.headers['access-control-allow-origin']).toBe(SITE)
  })

  test('that is public needs no key, has a public address, and may be cached', async () => {
    const scene = await createScene(platform, {
      org: own.org,
      project: own.project,
      poster: true,
      publicPoster: true,
    })
    const { body } = await raw(`${platform.url}/api/scenes/${scene.id}`, { headers: keyed(own.token) })
    expect(body.poster.url).toMatch(new RegExp(`^${platform.url}/posters/[0-9a-f]{64}$`))
    const response = await raw(body.poster.url)
    expect(response.status).toBe(200)
    expect(scene.poster?.equals(response.bytes)).toBe(true)
    expect(response.headers['cache-control']).toMatch(/^public, max-age=\d+/)
  })

  test('that is not public has no public address', async () => {
    const { body } = await raw(`${platform.url}/api/scenes/${own.scene.id}`, { headers: keyed(own.token) })
    const other = await createScene(platform, { org: own.org, project: own.project, poster: true })
    const response = await raw(`${platform.url}/posters/${other.sha256}`)
    expect(body.poster.url).toContain('/api/scenes/')
    expect(response.status).toBe(404)
  })
})

describe('the picture for link previews', () => {
  const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 }
  /** A red bar, upright, in the middle of nothing. */
  const bar = sharp({ create: { width: 400, height: 300, channels: 4, background: CLEAR } })
    .composite([
      {
        input: { create: { width: 100, height: 300, channels: 3, background: { r: 200, g: 0, b: 0 } } },
      },
    ])
    .png()
    .toBuffer()

  async function createPictured(settings: NewScene['settings'] = {}) {
    const { owner, org } = own
    const id = await createDraft(owner, org, own.project, { name: 'Pictured', settings })
    await uploadModel(owner, org, id, makeGlb({ padding: 100 }))
    const { poster } = await uploadPoster(owner, org, id, new Uint8Array(await bar))
    await publishScene(owner, org, id)
    return {
      id,
      linkSha256: poster?.linkSha256,
      manifest: async () =>
        (await raw(`${platform.url}/api/scenes/${id}`, { headers: keyed(own.token) })).body,
      addresses: ['poster.webp', 'link.jpg'].map((name) => `${platform.url}/posters/${id}/${name}`),
    }
  }
  const statusesOf = (addresses: readonly string[]) =>
    Promise.all(addresses.map(async (address) => (await raw(address)).status))

  test.each([
    ['the colour of the scene', { background: { kind: 'color', color: '#103050' } }, [16, 48, 80]],
    ['white', {}, [255, 255, 255]],
  ] as const)('is the whole poster in 1200 × 630 pixels, on %s', async (_which, settings, color) => {
    const scene = await createPictured(settings)
    await changeScene(own.owner, own.org, scene.id, { publicPoster: true })
    const { poster } = await scene.manifest()
    expect(poster.link).toEqual({
      url: `${platform.url}/posters/${scene.linkSha256}`,
      mediaType: 'image/jpeg',
      width: 1200,
      height: 630,
    })
    const { status, headers, bytes } = await raw(poster.link.url)
    expect([status, headers['content-type']]).toEqual([200, 'image/jpeg'])
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 1200, height: 630, channels: 3 })
    const expectColor = (x: number, expected: readonly number[]) => {
      const at = (315 * 1200 + x) * 3
      for (const [channel, value] of expected.entries())
        expect(Math.abs((data[at + channel] ?? 0) - value)).toBeLessThan(8)
    }
    for (const x of [5, 300, 900, 1195]) expectColor(x, color)
    expectColor(600, [200, 0, 0])
    const now = await Promise.all(scene.addresses.map((address) => raw(address)))
    expect(now.map((response) => response.headers['content-type'])).toEqual(['image/webp', 'image/jpeg'])
    expect(now[1]?.bytes.equals(bytes)).toBe(true)
    expect(now[1]?.headers['cache-control']).toMatch(/^public, max-age=\d+/)
  })

  test('is there for nobody while the poster is not public, and outlives the collector', async () => {
    // Of a colour that no other picture here has: what is the same is the same file.
    const scene = await createPictured({ background: { kind: 'color', color: '#406080' } })
    const all = [...scene.addresses, `${platform.url}/posters/${scene.linkSha256}`]
    expect(await statusesOf(all)).toEqual([404, 404, 404])
    expect((await scene.manifest()).poster).not.toHaveProperty('link')
    await changeScene(own.owner, own.org, scene.id, { publicPoster: true })
    platform.clock.advance(2 * 3_600_000)
    await collectGarbage(platform.app.context)
    expect(await statusesOf(all)).toEqual([200, 200, 200])
    await unpublishScene(own.owner, own.org, scene.id)
    expect(await statusesOf(all)).toEqual([404, 404, 404])
  })
})

describe('reports of failures', () => {
  const report = (body: string | Buffer, headers: Record<string, string> = {}) =>
    raw(`${platform.url}/api/embed/reports`, {
      method: 'POST',
      headers: {
        Origin: SITE,
        'Content-Type': 'text/plain',
        'Content-Length': String(Buffer.byteLength(body)),
        ...headers,
      },
      body,
    })

  test('are taken without a key and shown without one', async () => {
    const body = JSON.stringify({
      sdkVersion: '1.0.0',
      reports: [
        {
          sceneId: own.scene.id,
          code: 'context_lost',
          layer: null,
          detail: `lost ${own.token}`,
          requestId: null,
        },
      ],
    })
    const response = await report(body)
    expect(response.status).toBe(204)
    expect(response.headers['access-control-allow-origin']).toBe(SITE)
    await platform.app.flush()
    const { rows } = await platform.app.context.pool.query(
      'select * from embed_reports where scene_id = $1',
      [own.scene.id],
    )
    expect(rows).toMatchObject([
      { code: 'context_lost', origin: SITE, organization_id: own.org, sdk_version: '1.0.0' },
    ])
    expect(JSON.stringify(rows)).not.toContain(own.token.slice(0, 12))
  })

  test.each([
    ['longer than 4 KB', JSON.stringify({ code: 'x', detail: 'a'.repeat(5000) }), 413],
    ['no JSON', 'hello', 400],
    ['without a code', '{}', 400],
  ])('%s are refused', async (_name, body, status) => {
    const response = await report(body)
    expect(response.status).toBe(status)
    expect(response.headers['access-control-allow-origin']).toBe(SITE)
  })

  test('are limited for each client', async () => {
    const responses = await Promise.all(Array.from({ length: 40 }, () => report('{"code":"timeout"}')))
    const limited = responses.filter(({ status }) => status === 429)
    expect(limited.length).toBeGreaterThan(0)
    const retryAfter = limited[0]?.headers['retry-after']
    expect(Number(retryAfter)).toBeGreaterThan(0)
    expect(limited[0]?.headers).toMatchObject({
      ratelimit: `"embed-reports";r=0;t=${retryAfter}`,
      'ratelimit-policy': '"embed-reports";q=30;w=60',
    })
  })
})

async function abortedDownload(scene: TestScene): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = httpRequest(`${platform.url}/api/scenes/${scene.id}/model`, {
      agent: false,
      headers: keyed(own.token),
    })
    request.once('error', reject)
    request.once('response', (response) => {
      response.once('data', () => {
        response.destroy()
        resolve()
      })
    })
    request.end()
  })
}

/** Files of the store that this process holds open. */
async function openModelFiles(): Promise<number> {
  const { readdir, readlink } = await import('node:fs/promises')
  const descriptors = await readdir('/proc/self/fd')
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  return targets.filter((target) => target.startsWith(platform.folder)).length
}

describe('the scripts under /embed/', () => {
  test('are sent packed to whoever accepts it, and are the same file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vectreal-embed-'))
    const script = `/* ${'the viewer '.repeat(2000)} */`
    await writeFile(join(folder, 'v1.js'), script)
    const scripted = await startPlatform({ embedFiles: folder })
    const get = (headers: Record<string, string>) => raw(`${scripted.url}/embed/v1.js`, { headers })
    const packed = await get({ 'Accept-Encoding': 'br', Range: 'bytes=0-9' })
    expect(packed.status).toBe(200)
    expect(packed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
    expect(brotliDecompressSync(packed.bytes).toString()).toBe(script)
    expect((await get({})).bytes.toString()).toBe(script)
    await scripted.close()
    await rm(folder, { recursive: true })
  })
})
