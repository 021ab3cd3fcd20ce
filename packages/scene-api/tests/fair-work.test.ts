/** Two tenants: one asks for more work than a node has, the other goes on as if it were alone. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { recordAudits } from '../src/domain/audit/record-audit.js'
import { createFixture, createScene, type Fixture, keyed, raw } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { readScene } from './support/organization.js'
import { type ApiResponse, startPlatform, type TestPlatform } from './support/platform.js'

const WITHIN = { timeout: 50_000, interval: 50 }

let platform: TestPlatform
let greedy: Fixture
let other: Fixture
let uploads: string

beforeAll(async () => {
  uploads = await mkdtemp(join(tmpdir(), 'vectreal-uploads-'))
  platform = await startPlatform({ authFailureLimit: 1_000_000, uploadFolder: uploads })
  greedy = await createFixture(platform)
  other = await createFixture(platform)
})
afterAll(async () => {
  await platform.close()
  await rm(uploads, { recursive: true, force: true })
})

const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .png({ compressionLevel: 9 })
    .toBuffer()

const posterPath = ({ org, scene }: Fixture) => `/api/organizations/${org}/scenes/${scene.id}/poster`
/** Raw: what is put off says for how long in a header. */
const putPoster = (tenant: Fixture, body: Uint8Array, type = 'image/png'): Promise<ApiResponse> =>
  tenant.owner.put(posterPath(tenant), body, { 'content-type': type })

/** Processes that make posters now. */
async function posterProcesses(): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes('make-poster.mjs') && line.includes(uploads)).length
}

describe('pictures', () => {
  test('of one organization wait in turns, and another’s posters and embeds go through meanwhile', async () => {
    const [large, small] = await Promise.all([png(2000, 2000), png(640, 480)])
    const attack = Array.from({ length: 20 }, () => putPoster(greedy, large))
    expect((await putPoster(other, small)).status).toBe(200)
    for (let load = 0; load < 20; load += 1) {
      const { status } = await raw(`${platform.url}/api/scenes/${other.scene.id}/model`, {
        headers: keyed(other.token),
      })
      expect(status).toBe(200)
    }
    expect((await platform.nobody.get('/readyz')).status).toBe(200)
    expect((await putPoster(other, small)).status).toBe(200)

    const responses = await Promise.all(attack)
    const refused = responses.filter(({ status }) => status === 429)
    expect(responses.filter(({ status }) => status === 200).length).toBe(20 - refused.length)
    expect(refused.length).toBeGreaterThan(0)
    for (const { headers, body } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(body.code).toBe('rate_limited')
    }
  })

  test('are kept as WebP of at most 2560 pixels a side, with a placeholder', async () => {
    const turned = await sharp({ create: { width: 4000, height: 1000, channels: 3, background: 'teal' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const { status, body } = await putPoster(other, turned, 'image/jpeg')
    expect([status, body.poster.width, body.poster.height]).toEqual([200, 640, 2560])
    const manifest = await raw(`${platform.url}/api/scenes/${other.scene.id}`, {
      headers: keyed(other.token),
    })
    const { placeholder } = manifest.body.poster
    expect(placeholder).toMatch(/^data:image\/webp;base64,/)
    const { bytes } = await raw(`${platform.url}/api/scenes/${other.scene.id}/poster`, {
      headers: keyed(other.token),
    })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 640, height: 2560 })
  })

  test.each([
    ['a side', [8193, 10], 'a side may have at most 8192'],
    ['all of it', [8000, 6400], 'may have at most 50 megapixels'],
  ] as const)('are refused with the limit that they are over: %s', async (_what, [width, height], limit) => {
    const { status, body } = await putPoster(other, await png(width, height))
    expect([status, body.code]).toEqual([422, 'invalid_image'])
    expect(body.detail).toContain(limit)
    expect(body.detail).toContain(`${width} × ${height}`)
  })

  test.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'not a PNG'],
    [
      'a damaged PNG',
      Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500)]),
      'damaged',
    ],
  ])('that are none are refused: %s', async (_what, bytes, reason) => {
    const { status, body } = await putPoster(other, bytes)
    expect([status, body.code]).toEqual([422, 'invalid_image'])
    expect(body.detail).toContain(reason)
  })

  test('stop being made when the client has left', async () => {
    const image = await png(7000, 7000)
    const scene = await createScene(platform, { org: greedy.org, project: greedy.project })
    const leaving = httpRequest(`${platform.url}/api/organizations/${greedy.org}/scenes/${scene.id}/poster`, {
      method: 'PUT',
      headers: {
        ...greedy.owner.credentials,
        'content-type': 'image/png',
        'content-length': String(image.length),
      },
    })
    leaving.on('error', () => {})
    leaving.end(image)
    await vi.waitFor(async () => expect(await posterProcesses()).toBe(1), WITHIN)
    leaving.destroy()
    await vi.waitFor(async () => expect(await posterProcesses()).toBe(0), WITHIN)
    const { poster } = await readScene(greedy.owner, greedy.org, scene.id)
    expect(poster).toBeNull()
  })
})

describe('models', () => {
  test('of one organization beyond what may wait are refused with when to come again; another’s is taken', async () => {
    const model = makeGlb()
    const leaving = new AbortController()
    const upload = (tenant: Fixture, body: Uint8Array<ArrayBuffer>, signal?: AbortSignal) =>
      fetch(`${platform.url}/api/organizations/${tenant.org}/scenes/${tenant.scene.id}/model`, {
        method: 'PUT',
        headers: { ...tenant.owner.credentials, 'content-type': 'model/gltf-binary' },
        body,
        ...(signal && { signal }),
      })
    const responses: Response[] = []
    const attack = Array.from({ length: 60 }, async () => {
      responses.push(await upload(greedy, model, leaving.signal))
    })
    const settled = Promise.allSettled(attack)
    const refused = () => responses.find(({ status }) => status === 429)
    await vi.waitFor(() => expect(refused()).toBeDefined(), WITHIN)
    expect(Number(refused()?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused()?.json()).toMatchObject({ code: 'rate_limited' })
    expect((await upload(other, makeGlb())).status).toBe(200)
    leaving.abort()
    await settled
  })
})

describe('exports', () => {
  test('whose readers stand still hold no connection to the database', async () => {
    const { db, pool } = platform.app.context
    const entries = Array.from({ length: 2000 }, (_, index) => ({
      at: new Date(),
      action: 'project.updated' as const,
      actor: { kind: 'system', id: 'system', name: 'System', email: null } as const,
      target: { kind: 'project', id: 'p' },
      after: { index, text: 'x'.repeat(3000) },
    }))
    await db.transaction((tx) => recordAudits(tx, greedy.org, entries))
    const readers = await Promise.all(
      Array.from(
        { length: 30 },
        () =>
          new Promise<IncomingMessage>((resolve, reject) => {
            const path = `/api/organizations/${greedy.org}/audit-log/export`
            const sent = httpRequest(platform.url + path, { headers: greedy.owner.credentials, agent: false })
            // Its body is never read.
            sent.once('response', resolve).once('error', reject).end()
          }),
      ),
    )
    expect(readers.map(({ statusCode }) => statusCode)).toEqual(readers.map(() => 200))
    await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), WITHIN)
    await other.owner.api.call('GET /api/organizations/{org}/audit-log/export', {
      params: { org: other.org },
    })
    for (const reader of readers) reader.destroy()
  })
})
