/** What nginx does to requests and responses in the set-ups that people have: caches, HTTP/2, limits, addresses with ports. */
import { connect } from 'node:http2'
import { buffer } from 'node:stream/consumers'
import { hasNginx, type NginxOptions, startNginx, type TestNginx } from '@vectreal/test-kit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createManagementClient, ManagementError } from '../src/client/index.js'
import { createFixture, type Fixture, keyed, raw, SITE } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { changeScene, uploadPoster } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const LIMIT = 5
const CACHE: NginxOptions = {
  http: 'proxy_cache_path <folder>/cache keys_zone=cache:1m;',
  // As content delivery networks do it: by the address alone, whatever `Vary` says.
  location: 'proxy_cache cache; proxy_ignore_headers Vary; add_header X-Cache $upstream_cache_status;',
}

describe.skipIf(!hasNginx)('behind nginx (skipped without nginx)', () => {
  let platform: TestPlatform
  let own: Fixture
  let nginx: TestNginx
  beforeAll(async () => {
    platform = await startPlatform({ trustProxy: 1, authFailureLimit: LIMIT })
    own = await createFixture(platform)
  })
  afterAll(() => platform.close())
  afterEach(() => nginx.stop())

  const start = async (options?: NginxOptions) => {
    nginx = await startNginx(platform.url, options)
  }

  test('a cache that ignores Vary gives public posters to every site, and never what a key opened', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await uploadPoster(own.owner, own.org, own.scene.id, png)
    await changeScene(own.owner, own.org, own.scene.id, { publicPoster: true })
    await start(CACHE)
    const manifest = async () => {
      const { status, headers, body } = await raw(`${nginx.url}/api/scenes/${own.scene.id}`, {
        headers: keyed(own.token),
      })
      return { status, cache: headers['x-cache'], poster: new URL(body.poster.url).pathname }
    }
    const { poster } = await manifest()
    expect(poster).toMatch(/^\/posters\//)
    const sites = ['https://one.example', 'https://two.example']
    const seen = []
    for (const origin of sites) {
      const { status, headers } = await raw(nginx.url + poster, { headers: { Origin: origin } })
      seen.push([status, headers['access-control-allow-origin'], headers['x-cache']])
    }
    expect(seen).toEqual([
      [200, '*', 'MISS'],
      [200, '*', 'HIT'],
    ])
    // Marked private: asked for again each time.
    expect(await manifest()).toMatchObject({ status: 200, cache: 'MISS' })
    expect((await raw(`${nginx.url}/api/scenes/${own.scene.id}`)).status).toBe(401)
  })

  test('over HTTP/2 a scene, a part of its model and a refusal arrive as over HTTP/1.1', async () => {
    await start({ isHttp2: true })
    const session = connect(nginx.url)
    const ask = async (path: string, headers: Record<string, string>) => {
      const stream = session.request({ ':path': path, ...headers })
      const status = await new Promise((resolve) =>
        stream.once('response', (response) => resolve(response[':status'])),
      )
      return { status, body: await buffer(stream) }
    }
    const headers = { authorization: `Bearer ${own.token}`, origin: SITE }
    const path = `/api/scenes/${own.scene.id}`
    const scene = await ask(path, headers)
    expect([scene.status, JSON.parse(scene.body.toString()).id]).toEqual([200, own.scene.id])
    const part = await ask(`${path}/model`, { ...headers, range: 'bytes=0-3' })
    const plain = await raw(`${platform.url}${path}/model`, {
      headers: { ...keyed(own.token), Range: 'bytes=0-3' },
    })
    expect([part.status, part.body.equals(plain.bytes)]).toEqual([206, true])
    const refused = await ask(path, { ...headers, origin: 'https://elsewhere.example' })
    expect([refused.status, JSON.parse(refused.body.toString()).code]).toEqual([403, 'domain_not_allowed'])
    session.close()
  })

  test('its own 413 is told as what it is', async () => {
    await start({ location: 'client_max_body_size 1k;' })
    const client = createManagementClient({
      baseUrl: nginx.url,
      headers: { ...own.owner.credentials, origin: platform.url },
    })
    const refusal = client
      .call('PUT /api/organizations/{org}/projects/{project}/scenes/{scene}/model', {
        params: { org: own.org, project: own.project, scene: own.scene.id },
        upload: makeGlb({ padding: 5000 }),
        mediaType: 'model/gltf-binary',
      })
      .catch((error: unknown) => error)
    expect(await refusal).toBeInstanceOf(ManagementError)
    expect(await refusal).toMatchObject({
      code: 'http_413',
      title: 'The file is too large',
      message: expect.stringContaining('client_max_body_size'),
    })
  })

  test('addresses with ports are one client, whatever the port', async () => {
    await start({ location: 'proxy_set_header X-Forwarded-For "203.0.113.77:$connection";' })
    const responses = []
    for (let count = 0; count <= LIMIT; count += 1)
      responses.push((await raw(`${nginx.url}/api/scenes/${own.scene.id}`)).status)
    expect(responses).toEqual([...Array<number>(LIMIT).fill(401), 429])
  })
})
