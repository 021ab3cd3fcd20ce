/** Who gets a scene, and what everyone else is told. */
import { generateApiKey } from '@vectreal/auth-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createFixture,
  createScene,
  type Fixture,
  keyed,
  raw,
  type RawResponse,
  type RawHeaders,
  SITE,
} from './support/embed.js'
import {
  createKey,
  createProject,
  createServiceToken,
  readKey,
  revokeKey,
  rotateKey,
  updateProject,
} from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let stranger: Fixture

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
  stranger = await createFixture(platform)
})
afterAll(() => platform.close())

const address = (sceneId: string, below = '') => `${platform.url}/api/scenes/${sceneId}${below}`
const load = (headers: RawHeaders, sceneId = own.scene.id, below = '') =>
  raw(address(sceneId, below), { headers })

function expectRefusal(response: RawResponse, status: number, code: string, layer: string | undefined): void {
  expect({ status: response.status, code: response.body.code, layer: response.body.layer }).toEqual({
    status,
    code,
    layer,
  })
  expect(response.headers['content-type']).toBe('application/problem+json')
  expect(response.headers['cache-control']).toBe('no-store')
  expect(response.headers['access-control-allow-origin']).toBeTruthy()
  expect(response.headers['vary']).toContain('Origin')
  expect(response.body).toMatchObject({
    type: `${platform.url}/docs/errors/${code}`,
    title: expect.any(String),
    detail: expect.any(String),
    status,
    requestId: response.headers['x-request-id'],
  })
}

describe('a manifest', () => {
  test('has the shape of the contract', async () => {
    const response = await load(keyed(own.token))
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      id: own.scene.id,
      projectId: own.project,
      name: 'Scene',
      version: 1,
      updatedAt: expect.stringMatching(/Z$/),
      model: {
        url: `${platform.url}/api/scenes/${own.scene.id}/model`,
        mediaType: 'model/gltf-binary',
        bytes: own.scene.model.length,
        sha256: own.scene.sha256,
      },
      poster: {
        url: `${platform.url}/api/scenes/${own.scene.id}/poster`,
        mediaType: 'image/webp',
        width: 32,
        height: 32,
        placeholder: 'data:,',
      },
      settings: expect.any(Object),
    })
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^"[\w-]+"$/),
      'access-control-allow-origin': SITE,
      'access-control-expose-headers': expect.stringMatching(/ETag.*Retry-After.*X-Request-Id/),
      vary: 'Origin',
    })
  })

  test('responds to HEAD with the same headers and no body', async () => {
    const [get, head] = await Promise.all([
      load(keyed(own.token)),
      raw(address(own.scene.id), { method: 'HEAD', headers: keyed(own.token) }),
    ])
    expect(head.status).toBe(200)
    expect(head.bytes.length).toBe(0)
    expect(head.headers['content-length']).toBe(get.headers['content-length'])
    expect(head.headers['etag']).toBe(get.headers['etag'])
  })
})

describe('organization, project and origin each have to agree', () => {
  const rows = [true, false].flatMap((ownOrganization) =>
    [true, false].flatMap((inScope) =>
      [true, false].map((allowedOrigin) => ({ ownOrganization, inScope, allowedOrigin })),
    ),
  )
  test.each(rows)(
    'own organization $ownOrganization, in scope $inScope, origin $allowedOrigin',
    async (row) => {
      const scene = row.ownOrganization ? own : stranger
      const { id } = row.inScope ? scene.scene : scene.otherScene
      const allowed = row.inScope ? SITE : 'https://other.example.com'
      const origin = row.allowedOrigin ? allowed : 'https://evil.example.net'
      const expected = !row.ownOrganization
        ? [404, 'scene_not_found']
        : !row.allowedOrigin
          ? [403, 'domain_not_allowed']
          : !row.inScope
            ? [403, 'project_out_of_scope']
            : [200, undefined]
      for (const below of ['', '/model', '/poster']) {
        const { status, body } = await load(keyed(own.token, origin), id, below)
        expect([status, body.code]).toEqual(expected)
      }
    },
  )
})

describe('the header that carries the key', () => {
  test.each([
    ['Bearer', (token: string) => `Bearer ${token}`],
    ['bearer', (token: string) => `bearer ${token}`],
    ['BEARER', (token: string) => `BEARER ${token}`],
    ['two spaces', (token: string) => `Bearer  ${token}`],
  ])('is taken as %s', async (_name, write) => {
    expect((await load({ Authorization: write(own.token), Origin: SITE })).status).toBe(200)
  })

  const missing: [string, (token: string) => [string, string][]][] = [
    ['no header', () => []],
    ['an empty header', () => [['Authorization', '']]],
    ['Bearer alone', () => [['Authorization', 'Bearer']]],
    ['another scheme', (token) => [['Authorization', `Token ${token}`]]],
    ['a cookie', (token) => [['Cookie', `token=${token}`]]],
    ['X-API-Key', (token) => [['X-API-Key', token]]],
  ]
  test.each(missing)('is missing with %s', async (_name, headers) => {
    const response = await load([['Origin', SITE], ...headers(own.token)])
    expectRefusal(response, 401, 'missing_token', 'format')
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/)
  })

  const malformed: [string, (token: string) => [string, string][]][] = [
    [
      'two headers',
      (token) => [
        ['Authorization', `Bearer ${token}`],
        ['Authorization', `Bearer ${token}`],
      ],
    ],
    ['a wrong prefix', (token) => [['Authorization', `Bearer vctrx_${token.slice(6)}`]]],
    ['42 characters', (token) => [['Authorization', `Bearer ${token.slice(0, -1)}`]]],
    ['44 characters', (token) => [['Authorization', `Bearer ${token}a`]]],
    ['a dash inside', (token) => [['Authorization', `Bearer ${token.slice(0, 20)}-${token.slice(21)}`]]],
    ['a percent escape', (token) => [['Authorization', `Bearer ${token.slice(0, 20)}%41${token.slice(23)}`]]],
    ['a flipped last character', (token) => [['Authorization', `Bearer ${flipLast(token)}`]]],
    ['10 KB of it', () => [['Authorization', `Bearer ${'a'.repeat(10_000)}`]]],
  ]
  test.each(malformed)('is malformed with %s', async (_name, headers) => {
    const response = await load([['Origin', SITE], ...headers(own.token)])
    expectRefusal(response, 401, 'malformed_token', 'format')
    expect(response.headers['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/)
  })

  test.each(['token', 'api_key', 'key', 'access_token'])('is never read from ?%s=', async (name) => {
    const response = await raw(`${address(own.scene.id)}?${name}=${own.token}`, { headers: { Origin: SITE } })
    expectRefusal(response, 401, 'missing_token', 'format')
    expect(response.body.requestId && JSON.stringify(response.body)).not.toContain(own.token.slice(0, 16))
  })

  test('a service token is no key', async () => {
    const { token } = await createServiceToken(own.owner, own.org)
    expectRefusal(await load(keyed(token)), 401, 'malformed_token', 'format')
  })
})

describe('a key', () => {
  test('that was never issued is unknown', async () => {
    expectRefusal(await load(keyed(generateApiKey())), 401, 'unknown_key', 'key')
  })

  test('that was revoked names when, from every route and in spite of a matching ETag', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    const before = await load(keyed(token))
    expect(before.status).toBe(200)
    const { apiKey } = await revokeKey(own.owner, own.org, keyId)
    for (const below of ['', '/model', '/poster']) {
      const response = await load(
        { ...keyed(token), 'If-None-Match': before.headers['etag'] ?? '' },
        own.scene.id,
        below,
      )
      expectRefusal(response, 401, 'key_revoked', 'key')
      expect(response.body.revokedAt).toBe(apiKey.revokedAt)
    }
  })

  test('is expired at the exact instant of expiresAt', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project], { expiresInDays: 30 })
    const { expiresAt } = await readKey(own.owner, own.org, keyId)
    const moved = Date.parse(expiresAt ?? '') - 5000 - platform.clock.now().getTime()
    platform.clock.advance(moved)
    expect((await load(keyed(token))).status).toBe(200)
    platform.clock.advance(5000)
    const response = await load(keyed(token))
    platform.clock.advance(-moved - 5000)
    expectRefusal(response, 401, 'key_expired', 'key')
    expect(response.body.expiredAt).toBe(expiresAt)
  })

  test('that was rotated works until the overlap ends', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    const rotated = await rotateKey(own.owner, own.org, keyId)
    const old = await readKey(own.owner, own.org, keyId)
    expect((await load(keyed(token))).status).toBe(200)
    expect((await load(keyed(rotated.token))).status).toBe(200)
    const moved = Date.parse(old.revokesAt ?? '') - 1000 - platform.clock.now().getTime()
    platform.clock.advance(moved)
    const oneSecondBefore = await load(keyed(token))
    platform.clock.advance(2000)
    const oneSecondAfter = await load(keyed(token))
    const successor = await load(keyed(rotated.token))
    platform.clock.advance(-moved - 2000)
    expect(oneSecondBefore.status).toBe(200)
    expectRefusal(oneSecondAfter, 401, 'key_revoked', 'key')
    expect(oneSecondAfter.body.revokedAt).toBe(old.revokesAt)
    expect(successor.status).toBe(200)
  })
})

describe('a scene', () => {
  test.each(['no-such-scene', '00000000-0000-4000-8000-000000000000', '%00', '%E0%A4%A', 'a'.repeat(300)])(
    'with the id %s is not found',
    async (id) => {
      expectRefusal(await load(keyed(own.token), id), 404, 'scene_not_found', 'organization')
    },
  )

  test('that is not published is not found', async () => {
    const draft = await createScene(platform, { org: own.org, project: own.project, status: 'draft' })
    expectRefusal(await load(keyed(own.token), draft.id), 404, 'scene_not_found', 'organization')
  })
})

describe('the page', () => {
  test.each([
    ['Origin alone', { Origin: SITE }],
    ['Referer alone', { Referer: `${SITE}/page?x=1` }],
    ['both', { Origin: SITE, Referer: `${SITE}/page` }],
    ['both, of which Origin wins', { Origin: SITE, Referer: 'https://evil.example.net/' }],
    ['localhost', { Origin: 'http://localhost:5173' }],
    ['127.0.0.1', { Origin: 'http://127.0.0.1:8080' }],
    ['[::1]', { Origin: 'http://[::1]:3000' }],
    ['below localhost', { Origin: 'http://x.localhost:1234' }],
  ])('is allowed by %s', async (_name, headers) => {
    const response = await load({ Authorization: `Bearer ${own.token}`, ...headers })
    expect(response.status).toBe(200)
  })

  test.each([
    [
      'another origin',
      { Origin: 'https://evil.example.net' },
      'https://evil.example.net',
      'evil.example.net',
    ],
    [
      'another scheme',
      { Origin: 'http://shop.example.com' },
      'http://shop.example.com',
      'http://shop.example.com',
    ],
    ['another port', { Origin: `${SITE}:8443` }, `${SITE}:8443`, 'shop.example.com:8443'],
    [
      'a wrong Origin and a right Referer',
      { Origin: 'https://evil.example.net', Referer: SITE },
      'https://evil.example.net',
      'evil.example.net',
    ],
    ['Origin: null', { Origin: 'null' }, 'null', undefined],
    ['neither header', {}, null, undefined],
    [
      'localhost.evil.com',
      { Origin: 'http://localhost.evil.com' },
      'http://localhost.evil.com',
      'http://localhost.evil.com',
    ],
    [
      '127.0.0.1.nip.io',
      { Origin: 'http://127.0.0.1.nip.io' },
      'http://127.0.0.1.nip.io',
      'http://127.0.0.1.nip.io',
    ],
  ])('is refused with %s', async (_name, headers, origin, suggestedPattern) => {
    const response = await load({
      Authorization: `Bearer ${own.token}`,
      ...(headers as Record<string, string>),
    })
    expectRefusal(response, 403, 'domain_not_allowed', 'domain')
    expect(response.body.origin).toBe(origin)
    expect(response.body.suggestedPattern).toBe(suggestedPattern)
    expect(response.headers['access-control-allow-origin']).toBe(
      (headers as { Origin?: string }).Origin ?? '*',
    )
  })

  test('of the platform itself is not allowed as such', async () => {
    const closed = await createProject(own.owner, own.org, { allowedDomains: [], allowLocalhost: false })
    const scene = await createScene(platform, { org: own.org, project: closed })
    const { token } = await createKey(own.owner, own.org, [closed])
    expectRefusal(await load(keyed(token, platform.url), scene.id), 403, 'domain_not_allowed', 'domain')
  })

  test('on localhost is refused as soon as allowLocalhost is off', async () => {
    const project = await createProject(own.owner, own.org, { allowedDomains: [SITE] })
    const scene = await createScene(platform, { org: own.org, project })
    const { token } = await createKey(own.owner, own.org, [project])
    expect((await load(keyed(token, 'http://localhost:5173'), scene.id)).status).toBe(200)
    await updateProject(own.owner, own.org, project, { allowLocalhost: false })
    expectRefusal(
      await load(keyed(token, 'http://localhost:5173'), scene.id),
      403,
      'domain_not_allowed',
      'domain',
    )
    expect((await load(keyed(token), scene.id)).status).toBe(200)
  })
})

describe('a request that fails two checks names the earlier one', () => {
  test('malformed key, wrong origin', async () => {
    expectRefusal(await load(keyed('vctrl_x', 'https://evil.example.net')), 401, 'malformed_token', 'format')
  })
  test('unknown key, wrong origin', async () => {
    expectRefusal(await load(keyed(generateApiKey(), 'https://evil.example.net')), 401, 'unknown_key', 'key')
  })
  test('unknown scene, wrong origin', async () => {
    expectRefusal(
      await load(keyed(own.token, 'https://evil.example.net'), stranger.scene.id),
      404,
      'scene_not_found',
      'organization',
    )
  })
  test('wrong origin, project out of scope', async () => {
    expectRefusal(
      await load(keyed(own.token, 'https://evil.example.net'), own.otherScene.id),
      403,
      'domain_not_allowed',
      'domain',
    )
  })
})

describe('preflight', () => {
  test.each(['', '/model', '/poster'])('of %s works for any origin, and cacheable', async (below) => {
    const response = await raw(address(own.scene.id, below), {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://anyone.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers['access-control-allow-origin']).toBe('https://anyone.example')
    expect(response.headers['access-control-allow-headers']).toMatch(/Authorization.*If-None-Match.*Range/)
    expect(response.headers['access-control-allow-methods']).toContain('GET')
    expect(Number(response.headers['access-control-max-age'])).toBeGreaterThanOrEqual(600)
  })

  const preflight = (names: string) =>
    raw(address(own.scene.id), {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://anyone.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': names,
      },
    })

  test('allows the headers that monitoring adds to every fetch of a page', async () => {
    const { headers } = await preflight('authorization,baggage,sentry-trace,traceparent,x-datadog-trace-id')
    const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(', ')
    expect(allowed).toEqual(
      expect.arrayContaining([
        'authorization',
        'baggage',
        'sentry-trace',
        'traceparent',
        'x-datadog-trace-id',
      ]),
    )
    expect(allowed).toHaveLength(new Set(allowed).size)
    // A cache in between keeps the responses to different requests apart.
    expect(headers['vary']).toBe('Origin, Access-Control-Request-Headers')
  })

  test.each([
    ['what is no field name', 'traceparent,<script>,a b,é'],
    ['a list beyond all measure', Array.from({ length: 1000 }, (_, index) => `x-${index}`).join(',')],
  ])('never writes back %s', async (_what, names) => {
    const { status, headers } = await preflight(names)
    const allowed = String(headers['access-control-allow-headers'])
    expect(status).toBe(204)
    expect(allowed).toMatch(/^[\w-]+(?:, [\w-]+)*$/)
    expect(allowed.length).toBeLessThan(2000)
  })
})

function flipLast(token: string): string {
  return token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')
}
