import { createHash } from 'node:crypto'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { Writable } from 'node:stream'
import ICAL from 'ical.js'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createKey, createProject, type NewKey, revokeKey, rotateKey } from './support/organization.js'
import {
  type ApiResponse,
  type Caller,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

const DAY_MS = 86_400_000

let platform: TestPlatform
let owner: Person
let org: string
let projectId: string
const log: string[] = []

beforeAll(async () => {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk))
      done()
    },
  })
  platform = await startPlatform({ logger: pino({ level: 'trace' }, stream) })
  owner = await platform.signUp()
})
afterAll(() => platform.close())

beforeEach(async () => {
  org = await platform.createOrganization(owner, 'business')
  projectId = await createProject(owner, org, { name: 'Shop' })
})

const makeFeed = async (): Promise<string> => {
  const { url } = await owner.api.call('PUT /api/organizations/{org}/calendar-feed', { params: { org } })
  expect(url).toMatch(new RegExp(`^${platform.url}/calendar/[\\w-]{43}\\.ics$`))
  return new URL(url).pathname
}
const makeKey = (body: NewKey = {}) => createKey(owner, org, [projectId], { name: 'Website', ...body })
const eventsOf = ({ body }: ApiResponse) =>
  new ICAL.Component(ICAL.parse(body)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
const summaries = async (feed: string) =>
  eventsOf(await platform.nobody.get(feed)).map(({ summary }) => summary)

test('the feed reminds of each key 14 days before its end, by name, projects and preview, never the token', async () => {
  const { apiKey, token } = await makeKey()
  await makeKey({ name: 'For ever', expiresInDays: null })
  const feed = await makeFeed()

  const response = await platform.nobody.get(feed)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('private, no-cache')
  const [rotate, expires, ...more] = eventsOf(response)
  expect(more).toEqual([])
  expect(rotate?.summary).toBe(`Rotate API key “Website” (…${apiKey.preview}): it expires in 14 days`)
  expect(rotate?.description).toContain('Projects: Shop')
  // iCalendar counts in whole seconds.
  const instant = (text: string) => Math.floor(Date.parse(text) / 1000) * 1000
  expect(rotate?.startDate.toJSDate().getTime()).toBe(instant(apiKey.expiresAt ?? '') - 14 * DAY_MS)
  expect(expires?.startDate.toJSDate().getTime()).toBe(instant(apiKey.expiresAt ?? ''))
  expect(response.body).not.toContain(token.slice(0, -4))
  expect(response.body).not.toContain('For ever')
})

test('a key that was rotated or revoked leaves the feed; its successor stands in it', async () => {
  const feed = await makeFeed()
  const { apiKey } = await makeKey()
  const rotated = await rotateKey(owner, org, apiKey.id)
  expect(await summaries(feed)).toHaveLength(2)
  expect((await summaries(feed)).join()).toContain(`…${rotated.apiKey.preview}`)
  await revokeKey(owner, org, rotated.apiKey.id)
  expect(await summaries(feed)).toEqual([])
})

test('a calendar that has the latest response gets 304', async () => {
  const feed = await makeFeed()
  await makeKey()
  const first = await platform.nobody.get(feed)
  const known = { 'if-none-match': first.headers.get('etag') ?? '' }
  expect((await platform.nobody.get(feed, known)).status).toBe(304)
  await makeKey({ name: 'Another' })
  expect((await platform.nobody.get(feed, known)).status).toBe(200)
})

describe('the address', () => {
  test('is shown once, and only its hash is stored', async () => {
    const feed = await makeFeed()
    const token = feed.slice('/calendar/'.length, -'.ics'.length)
    const read = await owner.api.call('GET /api/organizations/{org}/calendar-feed', { params: { org } })
    expect(read).toEqual({
      createdAt: expect.any(String),
      createdBy: { id: owner.userId, name: expect.any(String), email: owner.email },
      lastReadAt: null,
    })
    const { rows } = await platform.app.context.pool.query(
      'select * from calendar_feeds where organization_id = $1',
      [org],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].token_hash).toBe(createHash('sha256').update(token).digest('hex'))
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('stands in no log', async () => {
    const feed = await makeFeed()
    await platform.nobody.get(feed)
    await platform.nobody.get(feed.replace('.ics', '.txt'))
    await platform.nobody.send(feed, { method: 'POST' })
    expect(log.join('')).toContain('/calendar/[redacted]')
    expect(log.join('')).not.toContain(feed.slice('/calendar/'.length, -'.ics'.length))
  })

  test('ends when it is replaced or removed', async () => {
    const first = await makeFeed()
    const second = await makeFeed()
    expect(second).not.toBe(first)
    expect((await platform.nobody.get(first)).status).toBe(404)
    expect((await platform.nobody.get(second)).status).toBe(200)
    await owner.api.call('DELETE /api/organizations/{org}/calendar-feed', { params: { org } })
    expect((await platform.nobody.get(second)).status).toBe(404)
    await expect(
      owner.api.call('GET /api/organizations/{org}/calendar-feed', { params: { org } }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(
      owner.api.call('DELETE /api/organizations/{org}/calendar-feed', { params: { org } }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('made twice at once leaves one that works', async () => {
    const feeds = await Promise.all([makeFeed(), makeFeed(), makeFeed()])
    const responses = await Promise.all(feeds.map((feed) => platform.nobody.get(feed)))
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 404, 404])
  })

  test('opens the calendar of its own organization only', async () => {
    await makeKey()
    const mine = await makeFeed()
    org = await platform.createOrganization(owner, 'business')
    const other = await makeFeed()
    expect(await summaries(mine)).toHaveLength(2)
    expect(await summaries(other)).toEqual([])
  })

  test.each([
    '/calendar/x.ics',
    `/calendar/${'a'.repeat(43)}.ics`,
    `/calendar/${'a'.repeat(43)}`,
    '/calendar/%00.ics',
  ])('is not %s', async (wrong) => {
    expect((await platform.nobody.get(wrong)).status).toBe(404)
  })

  test('tells when a calendar last fetched it', async () => {
    const feed = await makeFeed()
    await platform.nobody.get(feed)
    const { lastReadAt } = await owner.api.call('GET /api/organizations/{org}/calendar-feed', {
      params: { org },
    })
    expect(Math.abs(Date.parse(lastReadAt ?? '') - platform.clock.now().getTime())).toBeLessThan(60_000)
  })
})

test('owners and admins have the feed; members, viewers, strangers and nobody do not', async () => {
  await makeFeed()
  const callers = {
    owner,
    admin: await platform.addMember(owner, org, 'admin'),
    member: await platform.addMember(owner, org, 'member'),
    viewer: await platform.addMember(owner, org, 'viewer'),
    stranger: await platform.signUp(),
    nobody: platform.nobody,
  }
  const REFUSED = ['member', 'viewer', 'stranger', 'nobody'] as const
  const refused = { member: 403, viewer: 403, stranger: 404, nobody: 401 }
  const params = { org }
  for (const method of ['GET', 'PUT'] as const) {
    const feedOf = ({ api }: Caller) =>
      api.call(`${method} /api/organizations/{org}/calendar-feed`, { params })
    await feedOf(callers.owner)
    await feedOf(callers.admin)
    for (const name of REFUSED) {
      await expect(feedOf(callers[name]), `${name}`).rejects.toMatchObject({ status: refused[name] })
    }
  }
  for (const name of REFUSED) {
    const removed = callers[name].api.call('DELETE /api/organizations/{org}/calendar-feed', { params })
    await expect(removed, `${name}`).rejects.toMatchObject({ status: refused[name] })
  }
})

describe('a tenant that makes the calendar slow', () => {
  /** Copies of one key, as only a large organization has them. */
  async function makeThousandKeys(): Promise<void> {
    const { apiKey } = await makeKey()
    await platform.app.context.pool.query(
      `insert into api_keys
       select (jsonb_populate_record(key, jsonb_build_object('id', key.id || '-' || number, 'token_hash', encode(sha256((key.id || number)::bytea), 'hex')))).*
       from api_keys key, generate_series(1, 999) number where key.id = $1`,
      [apiKey.id],
    )
  }

  test('by asking without end is told to wait, and delays nobody else', async () => {
    await makeThousandKeys()
    const greedy = await makeFeed()
    org = await platform.createOrganization(owner, 'business')
    projectId = await createProject(owner, org, { name: 'Other' })
    await makeKey({ name: 'Of another' })
    const other = await makeFeed()

    const flood = Promise.all(Array.from({ length: 80 }, () => platform.nobody.get(greedy)))
    expect(await summaries(other)).toContainEqual(expect.stringContaining('Of another'))
    const responses = await flood
    const refused = responses.filter(({ status }) => status === 429)
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(60)
    expect(refused).toHaveLength(20)
    expect(refused[0]?.body).toMatchObject({ code: 'rate_limited' })
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await platform.nobody.get(other)).status).toBe(200)
  })

  test('by not reading what it asked for holds no connection to the database', async () => {
    await makeThousandKeys()
    const feed = await makeFeed()
    const readers = await Promise.all(
      Array.from(
        { length: 30 },
        () =>
          new Promise<IncomingMessage>((resolve, reject) => {
            const sent = httpRequest(platform.url + feed, { agent: false })
            // Its body is never read.
            sent.once('response', resolve).once('error', reject).end()
          }),
      ),
    )
    expect(new Set(readers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    const { pool } = platform.app.context
    await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount), { timeout: 20_000 })
    await owner.api.call('GET /api/organizations/{org}/calendar-feed', { params: { org } })
    for (const reader of readers) reader.destroy()
  })
})
