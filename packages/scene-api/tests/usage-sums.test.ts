/** Sums of a whole organization are those of its rows, whoever wrote and forgot them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgetOld } from '../src/domain/retention.js'
import { createUsageRecorder, type UsageRecorder } from '../src/embed/usage-recorder.js'
import { addNode, createFixture, type Fixture } from './support/embed.js'
import { createKey } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CLIENTS = ['browser', 'other', 'ar'] as const

let platform: TestPlatform
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.close())

const query = async (text: string, values: unknown[] = []) =>
  (await platform.app.context.pool.query(text, values)).rows
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

interface Range {
  readonly from: string
  readonly to: string
}

/** Straight from what is counted for each key, and refused without one. */
function rowsBy(by: 'day' | 'origin', org: string, { from, to }: Range) {
  const group = by === 'day' ? 'day::text as day' : 'origin'
  return query(
    `select ${group}, client, sum(loads)::int as loads, sum(refusals)::int as refusals, max(last_seen_at) as "lastSeenAt" from (
       select day, origin, client, loads, refusals, last_seen_at from usage_buckets where organization_id = $1
       union all
       select day, origin, client, 0, count, last_seen_at from refusal_buckets where organization_id = $1 and key_id is null
     ) counted
     where day between $2 and $3 group by counted.${by}, client
     order by ${by === 'day' ? '' : '-sum(loads),'} counted.${by}, client`,
    [org, from, to],
  )
}

async function expectSums({ owner, org }: Fixture, range: Range): Promise<void> {
  for (const by of ['day', 'origin'] as const) {
    const rows = await rowsBy(by, org, range)
    const { items } = await owner.api.call('GET /api/organizations/{org}/usage', {
      params: { org },
      query: { by, from: range.from, to: range.to },
    })
    const expected = rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt.toISOString() }))
    expect([by, range, items]).toEqual([by, range, expected])
  }
}

const useOf = ({ keyId, org, project, scene }: Fixture) =>
  ({ keyId, organizationId: org, projectId: project, sceneId: scene.id, client: 'browser' }) as const

/** Uses and refusals of every day, from one o'clock on and every hour; returns an instant of the first day. */
async function useDaily(recorder: UsageRecorder, own: Fixture, days: number): Promise<number> {
  const use = useOf(own)
  toNextDay()
  const first = platform.clock.now().getTime()
  for (let day = 0; day < days; day += 1) {
    for (let time = 0; time <= day % 5; time += 1) {
      const origin = `https://site${(day + time) % 4}.example.com`
      const client = CLIENTS[(day + time) % 3] ?? 'browser'
      recorder.recordLoad({ ...use, origin, client })
      recorder.recordRefusal({ ...use, origin, client, code: 'domain_not_allowed', layer: 'domain' })
      recorder.recordRefusal({ ...use, origin, keyId: null, code: 'missing_token', layer: 'format' })
      platform.clock.advance(HOUR_MS)
    }
    await recorder.flush()
    toNextDay()
  }
  return first
}

/** One o'clock of it. */
function toNextDay(): void {
  const now = platform.clock.now().getTime()
  platform.clock.advance(DAY_MS - (now % DAY_MS) + HOUR_MS)
}

describe('the sums of an organization', () => {
  test('are those of its rows over any days, whole weeks or not', async () => {
    const own = await createFixture(platform)
    const { pool, clock } = platform.app.context
    const first = await useDaily(createUsageRecorder(pool, clock), own, 24)
    const day = (index: number) => dayOf(first + index * DAY_MS)
    for (let from = 0; from < 7; from += 1) {
      await expectSums(own, { from: day(from), to: day(14 + ((from * 3) % 7)) })
      await expectSums(own, { from: day(from), to: day(23) })
      await expectSums(own, { from: day(from), to: day(from + 3) })
    }
    await expectSums(own, { from: day(20), to: day(40) })
    await expectSums(own, { from: '0001-01-01', to: '9999-12-31' })
  })

  test('are whole while two nodes count the same origins at once, in another order each', async () => {
    const organizations = [await createFixture(platform), await createFixture(platform)] as const
    const keys = await Promise.all(
      organizations.map(async (own) => ({
        ...own,
        keyId: (await createKey(own.owner, own.org, [own.project])).keyId,
      })),
    )
    const node = await addNode(platform)
    const recorders = [platform.app.context, node.app.context].map(({ pool, clock }) =>
      createUsageRecorder(pool, clock),
    )
    const ROUNDS = 15
    const ORIGINS = 40
    const count = async (recorder: UsageRecorder, isReversed: boolean) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const places = [...organizations, ...keys].flatMap((own) =>
          Array.from({ length: ORIGINS }, (_, index) => ({ own, index: index + round })),
        )
        for (const { own, index } of isReversed ? places.toReversed() : places) {
          const use = { ...useOf(own), origin: `https://site${index}.example.com` }
          recorder.recordLoad(use)
          recorder.recordRefusal({ ...use, keyId: null, code: 'missing_token', layer: 'format' })
        }
        await recorder.flush()
      }
    }
    await Promise.all(recorders.map((recorder, index) => count(recorder, index === 1)))
    const today = dayOf(platform.clock.now().getTime())
    for (const own of organizations) {
      await expectSums(own, { from: dayOf(platform.clock.now().getTime() - 6 * DAY_MS), to: today })
      const { items } = await own.owner.api.call('GET /api/organizations/{org}/usage', {
        params: { org: own.org },
      })
      const amount = recorders.length * ROUNDS * ORIGINS * 2
      expect(items).toMatchObject([{ day: today, loads: amount, refusals: amount }])
    }
    await node.close()
  })

  test('lose what is forgotten, to the day, also of a week that goes on', async () => {
    const own = await createFixture(platform)
    const { pool, clock } = platform.app.context
    const first = await useDaily(createUsageRecorder(pool, clock), own, 17)
    platform.clock.advance(HOUR_MS / 2)
    const all = { from: dayOf(first), to: dayOf(first + 40 * DAY_MS) }
    const retention = { versionsDays: null, auditDays: null, reportsDays: null }
    for (const usageDays of [10, 5, 3]) {
      const node = await addNode(platform, {
        retention: { ...retention, refusalsDays: usageDays, usageDays },
      })
      await forgetOld(node.app.context)
      await node.close()
      const { items } = await own.owner.api.call('GET /api/organizations/{org}/usage', {
        params: { org: own.org },
        query: { from: all.from },
      })
      expect(items[0]?.day).toBe(dayOf(first + (17 - usageDays) * DAY_MS))
      await expectSums(own, all)
    }
    const node = await addNode(platform, { retention: { ...retention, refusalsDays: 0, usageDays: 0 } })
    await forgetOld(node.app.context)
    await node.close()
    for (const table of ['usage_days', 'usage_spans', 'usage_totals']) {
      expect(await query(`select * from ${table} where organization_id = $1`, [own.org])).toEqual([])
    }
  })
})
