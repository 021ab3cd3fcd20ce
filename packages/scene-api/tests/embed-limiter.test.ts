/** Sixty refusals a minute and client, counted by all nodes together. */
import { generateApiKey } from '@vectreal/auth-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  addNode,
  createFixture,
  type Fixture,
  keyed,
  raw,
  type RawResponse,
  type TestNode,
} from './support/embed.js'
import { startPlatform, type TestPlatform } from './support/platform.js'
import { hasRedis, startRedis, type TestRedis } from './support/redis.js'

const LIMIT = 60
let platform: TestPlatform
let own: Fixture

async function start(options: Parameters<typeof startPlatform>[0] = {}): Promise<void> {
  platform = await startPlatform({ authFailureLimit: LIMIT, ...options })
  own = await createFixture(platform)
}
afterEach(() => platform.close())

const refused = (headers: Record<string, string> = {}, url = platform.url) =>
  raw(`${url}/api/scenes/${own.scene.id}`, { headers: { ...keyed('vctrl_x'), ...headers } })
const good = (headers: Record<string, string> = {}, url = platform.url) =>
  raw(`${url}/api/scenes/${own.scene.id}`, { headers: { ...keyed(own.token), ...headers } })
async function times<T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let index = 0; index < count; index += 1) results.push(await run(index))
  return results
}
/** Failures that PostgreSQL has been told of. */
async function countWritten({ app }: TestPlatform): Promise<number> {
  const { rows } = await app.context.pool.query<{ points: string }>(
    'select coalesce(sum(points), 0) as points from embed_failures',
  )
  return Number(rows[0]?.points)
}
const statuses = (responses: readonly RawResponse[]) => responses.map(({ status }) => status)

describe('one node', () => {
  beforeEach(() => start())

  test('lets sixty failures through and refuses the sixty-first, and good requests after it', async () => {
    expect(new Set(statuses(await times(LIMIT, () => refused())))).toEqual(new Set([401]))
    expect((await good()).status).toBe(200)
    const response = await refused()
    expect(response.status).toBe(429)
    expect(response.body).toMatchObject({ code: 'rate_limited', status: 429 })
    expect(response.body).not.toHaveProperty('layer')
    const retryAfter = Number(response.headers['retry-after'])
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect(response.headers['ratelimit']).toBe(`"auth-failures";r=0;t=${retryAfter}`)
    expect(response.headers['ratelimit-policy']).toBe('"auth-failures";q=60;w=60')
    expect(response.headers['access-control-allow-origin']).toBeTruthy()
    expect((await good()).status).toBe(429)
  })

  test('counts every kind of refusal', async () => {
    const kinds = [
      () => raw(`${platform.url}/api/scenes/${own.scene.id}`),
      () => refused(),
      () => refused(keyed(generateApiKey())),
      () => raw(`${platform.url}/api/scenes/nothing`, { headers: keyed(own.token) }),
      () => good({ Origin: 'https://evil.example.net' }),
      () =>
        raw(`${platform.url}/api/scenes/${own.otherScene.id}`, {
          headers: keyed(own.token, 'https://other.example.com'),
        }),
    ]
    for (let count = 0; count < LIMIT / kinds.length; count += 1) {
      const responses = await Promise.all(kinds.map((send) => send()))
      expect(statuses(responses)).toEqual([401, 401, 401, 404, 403, 403])
    }
    expect((await refused()).status).toBe(429)
  })

  test('refuses the sixty-first look for a page to frame that is not there', async () => {
    const look = () => raw(`${platform.url}/embed/nothing`)
    expect(new Set(statuses(await times(LIMIT, look)))).toEqual(new Set([404]))
    const response = await look()
    expect(response.status).toBe(429)
    expect(response.headers['ratelimit']).toBe(`"auth-failures";r=0;t=${response.headers['retry-after']}`)
    expect(response.headers['ratelimit-policy']).toBe('"auth-failures";q=60;w=60')
  })

  test('lets no more through when they come at once', async () => {
    const responses = await Promise.all(Array.from({ length: 150 }, () => refused()))
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(LIMIT)
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(90)
  })

  test('does not count good requests', async () => {
    const responses = await times(20, () => Promise.all(Array.from({ length: 50 }, () => good())))
    expect(new Set(statuses(responses.flat()))).toEqual(new Set([200]))
  })

  test('is not fooled by forwarding headers of the client itself', async () => {
    await times(LIMIT, (index) =>
      refused({ 'X-Forwarded-For': `203.0.113.${index}`, Forwarded: `for=203.0.113.${index}` }),
    )
    expect((await refused({ 'X-Forwarded-For': '198.51.100.7' })).status).toBe(429)
  })
})

describe('the window', () => {
  test('ends when Retry-After says, also for a client that went on asking', async () => {
    await start({ authFailureWindowSeconds: 2 })
    await times(LIMIT, () => refused())
    const blocked = await refused()
    expect(blocked.status).toBe(429)
    const until = performance.now() + Number(blocked.headers['retry-after']) * 1000
    while (performance.now() < until - 50) await refused()
    await new Promise((resolve) => setTimeout(resolve, until - performance.now()))
    expect((await good()).status).toBe(200)
    expect((await refused()).status).toBe(401)
  })
})

describe('clocks ten minutes apart', () => {
  afterEach(() => {
    vi.useRealTimers()
  })
  const setClock = (minutes: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })
  }

  test('do not lengthen a block, whichever node began the window or tells of it', async () => {
    await start({ singleProcess: false, authFailureWindowSeconds: 20 })
    setClock(10)
    await times(LIMIT / 2, () => refused())
    vi.useRealTimers()
    await times(LIMIT / 2, () => refused())
    setClock(10)
    const second = await addNode(platform)
    const blocked = await refused()
    vi.useRealTimers()
    expect(blocked.status).toBe(429)
    // Told by the other node, read by one that starts, found out by oneself.
    const third = await addNode(platform)
    for (const url of [platform.url, second.url, third.url]) {
      await expect.poll(async () => (await good({}, url)).status).toBe(429)
      expect(Number((await good({}, url)).headers['retry-after'])).toBeLessThanOrEqual(20)
    }
    await Promise.all([second.close(), third.close()])
  })
})

describe('behind one proxy', () => {
  beforeEach(() => start({ trustProxy: 1 }))

  test('what the proxy saw counts, not what came before it', async () => {
    await times(LIMIT + 1, (index) => refused({ 'X-Forwarded-For': `10.0.0.${index}, 203.0.113.9` }))
    expect((await good({ 'X-Forwarded-For': '203.0.113.9' })).status).toBe(429)
    expect((await good({ 'X-Forwarded-For': '203.0.113.10' })).status).toBe(200)
    expect((await good({ 'X-Forwarded-For': '203.0.113.9, 203.0.113.10' })).status).toBe(200)
  })

  test('an IPv6 client is its /64', async () => {
    await times(LIMIT + 1, (index) => refused({ 'X-Forwarded-For': `2001:db8:1:2::${index.toString(16)}` }))
    expect((await good({ 'X-Forwarded-For': '2001:db8:1:2:ffff::1' })).status).toBe(429)
    expect((await good({ 'X-Forwarded-For': '2001:db8:1:3::1' })).status).toBe(200)
  })
})

describe('what an attack costs the database', () => {
  test('is bounded by the limit, however many requests come and on whichever node', async () => {
    await start({ singleProcess: false })
    const second = await addNode(platform)
    await times(LIMIT + 1, () => refused())
    await expect.poll(async () => (await good({}, second.url)).status).toBe(429)
    const before = await countWritten(platform)
    await times(10, () =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) => refused({}, index % 2 ? second.url : platform.url)),
      ),
    )
    expect((await countWritten(platform)) - before).toBe(0)
    await second.close()
  })
})

/** News of a block goes from node to node beside the responses: here it has arrived at the one that did not count last. */
async function firstNodeIsTold(): Promise<void> {
  const blockedClients = async () =>
    /^vectreal_embed_blocked_clients (\d+)$/m.exec((await raw(`${platform.url}/metrics`)).body)?.[1]
  await expect.poll(blockedClients).toBe('1')
}

// Redis comes from Debian; where it cannot be had, PostgreSQL counts, as by default.
describe.skipIf(!hasRedis())('two nodes over Redis (skipped without redis-server on the path)', () => {
  let redis: TestRedis
  let second: TestNode
  beforeEach(async () => {
    redis = await startRedis()
    await start({ singleProcess: false, redisUrl: redis.url, trustProxy: 1 })
    second = await addNode(platform, { redisUrl: redis.url })
  })
  afterEach(async () => {
    await second.close()
    await redis.kill()
  })

  test('share the count, and PostgreSQL holds none of it', async () => {
    const urls = [platform.url, second.url]
    const before = await countWritten(platform)
    await times(LIMIT, (index) => refused({}, urls[index % 2]))
    expect((await refused({}, second.url)).status).toBe(429)
    await firstNodeIsTold()
    expect((await good()).status).toBe(429)
    expect((await good({}, second.url)).status).toBe(429)
    expect((await countWritten(platform)) - before).toBe(0)
  })

  test('count alone while Redis is away, tell each other who is over the limit, and share again afterwards', async () => {
    const from = (client: number) => ({ 'X-Forwarded-For': `203.0.113.${client}` })
    await redis.kill()
    expect(statuses(await times(LIMIT + 1, () => refused(from(1)))).at(-1)).toBe(429)
    await expect.poll(async () => (await good(from(1), second.url)).status).toBe(429)
    expect((await good(from(2), second.url)).status).toBe(200)

    await redis.start()
    let client = 10
    const lastOfShared = async () => {
      client += 1
      const urls = [platform.url, second.url]
      const responses = await times(LIMIT + 1, (index) => refused(from(client), urls[index % 2]))
      return responses.at(-1)?.status
    }
    await expect.poll(lastOfShared, { timeout: 20_000 }).toBe(429)
  })
})

describe('two nodes', () => {
  beforeEach(() => start({ singleProcess: false }))

  test('share the count, and both refuse from then on', async () => {
    const second = await addNode(platform)
    const urls = [platform.url, second.url]
    expect(new Set(statuses(await times(LIMIT, (index) => refused({}, urls[index % 2]))))).toEqual(
      new Set([401]),
    )
    expect((await refused({}, second.url)).status).toBe(429)
    await firstNodeIsTold()
    expect((await good()).status).toBe(429)
    expect((await good({}, second.url)).status).toBe(429)
    await second.close()
  })

  test('a node that starts later knows who is blocked', async () => {
    await times(LIMIT + 1, () => refused())
    const second = await addNode(platform)
    await expect.poll(async () => (await good({}, second.url)).status).toBe(429)
    await second.close()
  })
})
