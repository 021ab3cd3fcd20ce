/** What is kept, and for how long. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as schema from '../src/db/schema.js'
import { forgetOldResponses } from '../src/mount/idempotency.js'
import { DEFAULT_SETTINGS } from '../src/index.js'
import { forgetOld } from '../src/domain/retention.js'
import { addNode, createFixture, type Fixture } from './support/embed.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

test('the sizing page says of every table how long its rows stay', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/sizing.md'), 'utf8')
  const section = page.split('## What is removed again')[1]?.split('## ')[0] ?? ''
  const named = [...section.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name)
  expect(named.toSorted()).toEqual(Object.values(schema).map(getTableName).toSorted())
})

const DAY_MS = 86_400_000
const { quotas } = DEFAULT_SETTINGS

let platform: TestPlatform
let own: Fixture
beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
})
afterAll(() => platform.close())

const query = async (text: string, values: unknown[] = []) =>
  (await platform.app.context.pool.query(text, values)).rows
const count = async (table: string) =>
  (await query(`select count(*)::int as amount from ${table}`))[0].amount as number

async function fill(at: Date): Promise<void> {
  const values = [own.org, own.project, own.scene.id, own.keyId, at.toISOString()]
  await query(
    `insert into usage_buckets (organization_id, project_id, scene_id, key_id, day, origin, client, loads, refusals, last_seen_at)
     values ($1, $2, $3, $4, $5::timestamptz::date, 'https://a.example', 'browser', 1, 0, $5)`,
    values,
  )
  await query(
    `insert into refusal_buckets (organization_id, project_id, scene_id, key_id, day, origin, code, client, count, first_seen_at, last_seen_at)
     values ($1, $2, $3, $4, $5::timestamptz::date, 'https://a.example', 'key_expired', 'browser', 1, $5, $5)`,
    values,
  )
  await query(
    `insert into embed_reports (id, organization_id, project_id, scene_id, received_at, origin, code)
     values (gen_random_uuid(), $1, $2, $3, $4, 'https://a.example', 'network')`,
    [own.org, own.project, own.scene.id, at.toISOString()],
  )
}

test('reports, refusals and usage go after their days, to the day, and others stay', async () => {
  const now = platform.clock.now().getTime()
  await fill(new Date(now - 31 * DAY_MS))
  await fill(new Date(now - 29 * DAY_MS))
  const node = await addNode(platform, {
    retention: { versionsDays: null, auditDays: null, reportsDays: 30, refusalsDays: null, usageDays: 30 },
  })
  await forgetOld(node.app.context)
  expect([
    await count('embed_reports'),
    await count('refusal_buckets'),
    await count('usage_buckets'),
  ]).toEqual([1, 2, 1])
  await forgetOld(platform.app.context)
  expect(await count('refusal_buckets')).toBe(2)
  await node.close()
})

test('old versions beyond the number of the plan go where the setting says so; the one in use never', async () => {
  const versions = async () =>
    (await query('select version from scene_versions where scene_id = $1 order by 1', [own.scene.id])).map(
      ({ version }) => version,
    )
  await query('update organizations set plan = $2 where id = $1', [own.org, 'free'])
  await query('update scenes set version = 5 where id = $1', [own.scene.id])
  for (const version of [1, 2, 3, 4, 5]) {
    await query(
      `insert into scene_versions (scene_id, version, model_sha256, created_at)
       select id, $2::int, model_sha256, now() - interval '39 days 12 hours' + $2::int * interval '1 day' from scenes where id = $1`,
      [own.scene.id, version],
    )
  }
  const node = await addNode(platform, {
    quotas: { ...quotas, free: { ...quotas.free, keptVersions: 2 } },
    retention: { versionsDays: 38, auditDays: null, reportsDays: null, refusalsDays: null, usageDays: null },
  })
  await forgetOld(platform.app.context)
  expect(await versions()).toEqual([1, 2, 3, 4, 5])
  await forgetOld(node.app.context)
  expect(await versions()).toEqual([2, 3, 4, 5])
  platform.clock.advance(365 * DAY_MS)
  await forgetOld(node.app.context)
  expect(await versions()).toEqual([4, 5])
  await node.close()
})

test('the response of a request with an Idempotency-Key is kept for as long as the setting says', async () => {
  const node = await addNode(platform, { idempotencyHours: 48 })
  const { context } = node.app
  await query('delete from idempotency_keys')
  await query(
    `insert into idempotency_keys (organization_id, actor_id, key, request_hash, body, created_at)
     values ($1, 'a', 'k', 'h', '{}', $2)`,
    [own.org, new Date(platform.clock.now().getTime() - 47 * 3_600_000)],
  )
  await forgetOldResponses(context)
  expect(await count('idempotency_keys')).toBe(1)
  await forgetOldResponses(platform.app.context)
  expect(await count('idempotency_keys')).toBe(0)
  await node.close()
})
