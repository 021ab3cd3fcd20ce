/** From embed requests to what owners read of them, all over HTTP. */
import type { CallOf } from '../src/client/index.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFixture, createScene, type Fixture, keyed, raw, SITE } from './support/embed.js'
import { createKey, createProject, findingsOf } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const BROWSER = { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'cross-site' }

let platform: TestPlatform
let own: Fixture

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
})
afterAll(() => platform.close())

const load = (
  origin: string | null,
  { token = own.token, scene = own.scene.id, headers = BROWSER as object } = {},
) => raw(`${platform.url}/api/scenes/${scene}`, { headers: { ...keyed(token, origin), ...headers } })
const listRefusals = async (query: CallOf<'GET /api/organizations/{org}/refusals'>['query'] = {}) => {
  await platform.app.flush()
  const { api } = own.owner
  return (await api.call('GET /api/organizations/{org}/refusals', { params: { org: own.org }, query })).items
}
const keyUsage = async (by: 'day' | 'origin') => {
  await platform.app.flush()
  const { items } = await own.owner.api.call('GET /api/organizations/{org}/api-keys/{key}/usage', {
    params: { org: own.org, key: own.keyId },
    query: { by },
  })
  return items
}

test('seven loads from two origins and three refusals are told apart, by day and by origin', async () => {
  for (let n = 0; n < 5; n += 1) await load(SITE)
  for (let n = 0; n < 2; n += 1) await load('http://localhost:5173', { headers: {} })
  for (let n = 0; n < 3; n += 1) await load('https://evil.example.net')
  await raw(`${platform.url}/api/scenes/${own.scene.id}`, { headers: { Origin: SITE, ...BROWSER } })

  const counts = (items: object[]) =>
    items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'lastSeenAt')))
  const day = platform.clock.now().toISOString().slice(0, 10)
  expect(counts(await keyUsage('day'))).toEqual([
    { day, client: 'browser', loads: 5, refusals: 3 },
    { day, client: 'other', loads: 2, refusals: 0 },
  ])
  expect(counts(await keyUsage('origin'))).toEqual([
    { origin: SITE, client: 'browser', loads: 5, refusals: 0 },
    { origin: '(localhost)', client: 'other', loads: 2, refusals: 0 },
    { origin: 'https://evil.example.net', client: 'browser', loads: 0, refusals: 3 },
  ])
  // The request without a key is on nobody's account but the organization's.
  const whole = await own.owner.api.call('GET /api/organizations/{org}/usage', {
    params: { org: own.org },
    query: { by: 'day' },
  })
  expect(counts(whole.items)).toEqual([
    { day, client: 'browser', loads: 5, refusals: 4 },
    { day, client: 'other', loads: 2, refusals: 0 },
  ])
  expect(await listRefusals()).toMatchObject([
    { code: 'missing_token', origin: SITE, keyId: null, projectId: own.project, count: 1 },
    {
      code: 'domain_not_allowed',
      layer: 'domain',
      origin: 'https://evil.example.net',
      client: 'browser',
      keyId: own.keyId,
      projectId: own.project,
      sceneId: own.scene.id,
      sceneName: 'Scene',
      count: 3,
      suggestedPattern: 'evil.example.net',
    },
  ])
  const codes = async (query: Parameters<typeof listRefusals>[0]) =>
    (await listRefusals(query)).map(({ code }) => code)
  expect(await codes({ q: 'EVIL.example' })).toEqual(['domain_not_allowed'])
  expect(await codes({ q: 'missing_' })).toEqual(['missing_token'])
  expect(await codes({ q: '%' })).toEqual([])
  expect(await codes({ layer: 'format,key' })).toEqual(['missing_token'])
  await expect(listRefusals({ layer: 'other' })).rejects.toMatchObject({ status: 400 })
})

test('a key on two unrelated sites is found, with both', async () => {
  const project = await createProject(own.owner, own.org, {
    allowedDomains: ['a.example', 'www.a.example', 'b.example'],
    allowLocalhost: false,
  })
  const scene = (await createScene(platform, { org: own.org, project })).id
  const { token, keyId } = await createKey(own.owner, own.org, [project])
  const sitesOf = async () => {
    await platform.app.flush()
    return (await findingsOf(own.owner, own.org))
      .filter((finding) => finding.code === 'key_on_unrelated_sites' && finding.keyId === keyId)
      .flatMap(({ evidence }) => evidence?.sites ?? [])
      .map(({ site }) => site)
  }
  for (const origin of ['https://a.example', 'https://www.a.example']) {
    expect((await load(origin, { token, scene })).status).toBe(200)
  }
  expect(await sitesOf()).toEqual([])
  expect((await load('https://b.example', { token, scene })).status).toBe(200)
  expect(await sitesOf()).toEqual(['a.example', 'b.example'])
})

test('what a page reports is read beside the refusals', async () => {
  const report = { sceneId: own.scene.id, code: 'webgl_unavailable', detail: `no WebGL, ${own.token}` }
  const sent = await raw(`${platform.url}/api/embed/reports`, {
    method: 'POST',
    headers: { Origin: SITE, 'Content-Type': 'application/json' },
    body: JSON.stringify(report),
  })
  expect(sent.status).toBe(204)
  await platform.app.flush()
  const read = async (q?: string) => {
    const { items } = await own.owner.api.call('GET /api/organizations/{org}/embed-reports', {
      params: { org: own.org },
      query: { q },
    })
    return items
  }
  const reports = await read()
  expect(reports).toMatchObject([
    { code: 'webgl_unavailable', origin: SITE, sceneId: own.scene.id, projectId: own.project, count: 1 },
  ])
  expect(JSON.stringify(reports)).not.toContain(own.token)
  expect(await read('WEBGL')).toEqual(reports)
  expect(await read('nothing')).toEqual([])
})
