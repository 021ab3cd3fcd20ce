/** What is counted, under which name, and when it is written. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addNode, createFixture, type Fixture, keyed, raw, SITE } from './support/embed.js'
import { createKey, readKey } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let token: string
let keyId: string

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
})
beforeEach(async () => {
  ;({ token, keyId } = await createKey(own.owner, own.org, [own.project]))
})
afterAll(() => platform.close())

const load = (headers: Record<string, string>, below = '') =>
  raw(`${platform.url}/api/scenes/${own.scene.id}${below}`, {
    headers: { Authorization: `Bearer ${token}`, ...headers },
  })

async function usage() {
  await platform.app.flush()
  const { rows } = await platform.app.context.pool.query<{
    origin: string
    client: string
    loads: string
    refusals: string
  }>('select origin, client, loads, refusals from usage_buckets where key_id = $1 order by origin, client', [
    keyId,
  ])
  return rows.map(({ origin, client, loads, refusals }) => [origin, client, Number(loads), Number(refusals)])
}
const key = () => readKey(own.owner, own.org, keyId)

test('loads and refusals are counted by origin, browsers apart', async () => {
  const browser = { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'cross-site' }
  for (let count = 0; count < 4; count += 1) await load({ Origin: SITE, ...browser })
  for (let count = 0; count < 3; count += 1) await load({ Origin: `http://localhost:${3000 + count}` })
  for (let count = 0; count < 2; count += 1) await load({ Origin: 'https://evil.example.net', ...browser })
  await load({})
  await load({ Origin: 'null' })
  // As Node's own fetch asks.
  await load({ Origin: SITE, 'Sec-Fetch-Mode': 'cors' })
  expect(await usage()).toEqual([
    ['(localhost)', 'other', 3, 0],
    ['(none)', 'other', 0, 1],
    ['(null)', 'other', 0, 1],
    ['https://evil.example.net', 'browser', 0, 2],
    [SITE, 'browser', 4, 0],
    [SITE, 'other', 1, 0],
  ])
})

test('a 304 is a load, a model is not', async () => {
  const { headers } = await load({ Origin: SITE })
  await load({ Origin: SITE, 'If-None-Match': headers['etag'] ?? '' })
  await load({ Origin: SITE }, '/model')
  expect(await usage()).toEqual([[SITE, 'other', 2, 0]])
})

test('nodes add their counts up', async () => {
  const second = await addNode(platform)
  await load({ Origin: SITE })
  await raw(`${second.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })
  await Promise.all([platform.app.flush(), second.app.flush()])
  await second.close()
  expect(await usage()).toEqual([[SITE, 'other', 2, 0]])
})

test('what has been buffered is written at shutdown', async () => {
  const second = await addNode(platform)
  await raw(`${second.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })
  await second.close()
  expect(await usage()).toEqual([[SITE, 'other', 1, 0]])
})

describe('the last use of a key', () => {
  test('is unknown before the first load, and its time and origin after it', async () => {
    expect(await key()).toMatchObject({ lastUsedAt: null, lastUsedOrigin: null })
    await load({ Origin: SITE })
    await platform.app.flush()
    const { lastUsedAt, lastUsedOrigin } = await key()
    expect(Math.abs(Date.parse(lastUsedAt ?? '') - Date.now())).toBeLessThan(60_000)
    expect(lastUsedOrigin).toBe(SITE)
  })

  test('is not a refused request', async () => {
    await load({ Origin: 'https://evil.example.net' })
    await platform.app.flush()
    expect((await key()).lastUsedAt).toBeNull()
  })

  test('never moves backwards', async () => {
    const late = await addNode(platform, { clock: { now: () => new Date(Date.now() - 3_600_000) } })
    await load({ Origin: SITE })
    await platform.app.flush()
    const before = (await key()).lastUsedAt
    await raw(`${late.url}/api/scenes/${own.scene.id}`, { headers: keyed(token, 'http://localhost:1') })
    await late.close()
    expect(await key()).toMatchObject({ lastUsedAt: before, lastUsedOrigin: SITE })
  })
})

test('refusals that no key names are told to the owner of the scene', async () => {
  await raw(`${platform.url}/api/scenes/${own.scene.id}`, {
    headers: keyed('vctrl_x', 'https://typo.example.net'),
  })
  await platform.app.flush()
  const { rows } = await platform.app.context.pool.query(
    `select organization_id, project_id, code, layer, count from refusal_buckets where origin = 'https://typo.example.net'`,
  )
  expect(rows).toEqual([
    {
      organization_id: own.org,
      project_id: own.project,
      code: 'malformed_token',
      layer: 'format',
      count: '1',
    },
  ])
})

test('a page cannot fill the tables with origins', async () => {
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      Array.from({ length: 400 }, (_, index) => load({ Origin: `https://o${round}-${index}.evil.example` })),
    )
    await platform.app.flush()
  }
  const rows = await usage()
  expect(rows.length).toBeLessThanOrEqual(1000)
  expect(rows.reduce((sum, [, , , refusals]) => sum + Number(refusals), 0)).toBe(1200)
  expect(rows.find(([origin]) => origin === '(other)')?.[3]).toBeGreaterThan(0)
})
