/** Counts loads and refusals in memory and writes them in batches, away from the path of any request. */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { OTHER } from './origin-label.js'

/** Rows held between two flushes; what comes beyond is counted under `(other)`. */
const MAX_ROWS = 20_000
/** Origins of one key and day, or of one organization's refusals and day, that the tables hold apart. */
const MAX_STORED_ORIGINS = 500

export type ClientKind = 'browser' | 'other'

interface Use {
  readonly keyId: string
  readonly organizationId: string
  readonly projectId: string
  readonly sceneId: string
  readonly origin: string
  readonly client: ClientKind
}

interface RefusedUse {
  readonly keyId: string | null
  readonly organizationId: string | null
  readonly projectId: string | null
  readonly sceneId: string
  readonly origin: string
  readonly client: ClientKind
  readonly code: string
  readonly layer: string | null
}

interface UsageRow extends Use {
  readonly day: string
  loads: number
  refusals: number
  lastSeenAt: number
}

interface RefusalRow extends RefusedUse {
  readonly day: string
  count: number
  readonly firstSeenAt: number
  lastSeenAt: number
}

interface LastUse {
  at: number
  origin: string
}

export interface UsageRecorder {
  /** A manifest was served. */
  recordLoad(use: Use): void
  /** A model or poster was served: the key was used, nothing was loaded anew. */
  recordUse(keyId: string, origin: string): void
  recordRefusal(refused: RefusedUse): void
  /** Writes what has been gathered. What cannot be written now is kept for the next time. */
  flush(): Promise<void>
  readonly pendingRows: number
}

export function createUsageRecorder(pool: Pool, clock: Clock): UsageRecorder {
  let usage = new Map<string, UsageRow>()
  let refusals = new Map<string, RefusalRow>()
  let lastUses = new Map<string, LastUse>()
  let flushing: Promise<void> | null = null
  const day = createDayStamp()

  function usageRow(use: Use, at: number): UsageRow {
    const today = day(at)
    let row = usage.get(usageKey(use, use.origin, today))
    if (row === undefined) {
      const origin = usage.size < MAX_ROWS ? use.origin : OTHER
      const name = usageKey(use, origin, today)
      row = usage.get(name)
      if (row === undefined) {
        row = { ...use, origin, day: today, loads: 0, refusals: 0, lastSeenAt: at }
        usage.set(name, row)
      }
    }
    row.lastSeenAt = at
    return row
  }

  function touch(keyId: string, origin: string, at: number): void {
    const last = lastUses.get(keyId)
    if (last === undefined) lastUses.set(keyId, { at, origin })
    else if (at >= last.at) {
      last.at = at
      // An equal string that has just been parsed would live on in place of the one that is kept.
      if (last.origin !== origin) last.origin = origin
    }
  }

  function addRefusal(refused: RefusedUse, at: number): void {
    const today = day(at)
    const full = refusals.size >= MAX_ROWS
    let name = refusalKey(refused, refused.origin, refused.sceneId, today)
    if (full && !refusals.has(name)) name = refusalKey(refused, OTHER, '', today)
    const row = refusals.get(name)
    if (row !== undefined) {
      row.count += 1
      row.lastSeenAt = at
      return
    }
    const kept = full ? { ...refused, origin: OTHER, sceneId: '' } : refused
    refusals.set(name, { ...kept, day: today, count: 1, firstSeenAt: at, lastSeenAt: at })
  }

  async function write(): Promise<void> {
    const taken = { usage, refusals, lastUses }
    usage = new Map()
    refusals = new Map()
    lastUses = new Map()
    const results = await Promise.allSettled([
      taken.usage.size > 0 && writeUsage(pool, [...taken.usage.values()]),
      taken.lastUses.size > 0 && writeLastUses(pool, taken.lastUses),
      taken.refusals.size > 0 && writeRefusals(pool, [...taken.refusals.values()]),
    ])
    const [usageResult, lastUsesResult, refusalsResult] = results
    if (usageResult.status === 'rejected') giveBack(usage, taken.usage, addUsage)
    if (lastUsesResult.status === 'rejected') {
      for (const [keyId, { at, origin }] of taken.lastUses) touch(keyId, origin, at)
    }
    if (refusalsResult.status === 'rejected') giveBack(refusals, taken.refusals, addCount)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  return {
    recordLoad(use) {
      const at = clock.now().getTime()
      usageRow(use, at).loads += 1
      touch(use.keyId, use.origin, at)
    },
    recordUse(keyId, origin) {
      touch(keyId, origin, clock.now().getTime())
    },
    recordRefusal(refused) {
      const at = clock.now().getTime()
      addRefusal(refused, at)
      const { keyId, organizationId } = refused
      if (keyId !== null && organizationId !== null) {
        usageRow({ ...refused, keyId, organizationId, projectId: refused.projectId ?? '' }, at).refusals += 1
      }
    },
    flush() {
      flushing ??= write().finally(() => {
        flushing = null
      })
      return flushing
    },
    get pendingRows() {
      return usage.size + refusals.size + lastUses.size
    },
  }
}

function usageKey({ keyId, sceneId, client }: Use, origin: string, day: string): string {
  return `${keyId} ${sceneId} ${client} ${day} ${origin}`
}

function refusalKey(row: RefusedUse, origin: string, sceneId: string, day: string): string {
  const { organizationId, projectId, keyId, code, client } = row
  return `${organizationId} ${projectId} ${keyId} ${code} ${client} ${day} ${sceneId} ${origin}`
}

/** Merges rows that could not be written into those gathered since; memory stays bounded while the database is away. */
function giveBack<Row>(
  into: Map<string, Row>,
  from: Map<string, Row>,
  add: (to: Row, row: Row) => void,
): void {
  for (const [name, row] of from) {
    const present = into.get(name)
    if (present !== undefined) add(present, row)
    else if (into.size < 2 * MAX_ROWS) into.set(name, row)
  }
}

function addUsage(to: UsageRow, row: UsageRow): void {
  to.loads += row.loads
  to.refusals += row.refusals
  to.lastSeenAt = Math.max(to.lastSeenAt, row.lastSeenAt)
}

function addCount(to: RefusalRow, row: RefusalRow): void {
  to.count += row.count
  to.lastSeenAt = Math.max(to.lastSeenAt, row.lastSeenAt)
}

/** The UTC day of an instant; the last one asked for is remembered. */
function createDayStamp(): (at: number) => string {
  let from = 0
  let text = ''
  return (at) => {
    if (at < from || at >= from + 86_400_000) {
      from = Math.floor(at / 86_400_000) * 86_400_000
      text = new Date(from).toISOString().slice(0, 10)
    }
    return text
  }
}

/**
 * Rows travel as one JSON text: arrays of thousands of elements cost the driver many times as much to write.
 *
 * An origin that the key has not had that day keeps its name while there is room, the busiest first, and is `(other)`
 * after that, within one batch as well.
 * Counts of a key that has been deleted meanwhile are dropped with it.
 */
const WRITE_USAGE = `
with given as (
  select * from json_to_recordset($1)
    as v(key_id text, scene_id text, project_id text, day date, origin text, client text, loads bigint, refusals bigint, last_seen_at timestamptz)
), stored as (
  select u.key_id, u.day, array_agg(distinct u.origin) as origins
  from usage_buckets u
  where (u.key_id, u.day) in (select key_id, day from given)
  group by u.key_id, u.day
), fresh as (
  select g.key_id, g.day, g.origin,
    row_number() over (partition by g.key_id, g.day order by sum(g.loads) desc, g.origin) as place
  from given g
  left join stored s on s.key_id = g.key_id and s.day = g.day
  where g.origin <> all(coalesce(s.origins, '{}'))
  group by g.key_id, g.day, g.origin
), named as (
  select k.organization_id, g.key_id, g.scene_id, g.project_id, g.day, g.client, g.loads, g.refusals, g.last_seen_at,
    case when coalesce(cardinality(s.origins), 0) + coalesce(f.place, 0) <= $2 or f.place is null
      then g.origin else '${OTHER}' end as origin
  from given g
  join api_keys k on k.id = g.key_id
  left join stored s on s.key_id = g.key_id and s.day = g.day
  left join fresh f on f.key_id = g.key_id and f.day = g.day and f.origin = g.origin
)
insert into usage_buckets as u
  (organization_id, key_id, scene_id, project_id, day, origin, client, loads, refusals, last_seen_at)
select organization_id, key_id, scene_id, max(project_id), day, origin, client, sum(loads), sum(refusals), max(last_seen_at)
from named
group by organization_id, key_id, scene_id, day, origin, client
order by key_id, scene_id, day, origin, client
on conflict (key_id, scene_id, day, origin, client) do update set
  loads = u.loads + excluded.loads,
  refusals = u.refusals + excluded.refusals,
  last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at)`

async function writeUsage(pool: Pool, rows: readonly UsageRow[]): Promise<void> {
  const given = rows.map((row) => ({
    key_id: row.keyId,
    scene_id: row.sceneId,
    project_id: row.projectId,
    day: row.day,
    origin: row.origin,
    client: row.client,
    loads: row.loads,
    refusals: row.refusals,
    last_seen_at: new Date(row.lastSeenAt),
  }))
  await pool.query({
    name: 'embed-write-usage',
    text: WRITE_USAGE,
    values: [JSON.stringify(given), MAX_STORED_ORIGINS],
  })
}

/** Rows are locked in one order, so that nodes that flush at once do not wait for each other in a circle. */
const WRITE_LAST_USES = `
with given as (
  select * from json_to_recordset($1) as v(id text, at timestamptz, origin text)
), locked as (
  select k.id from api_keys k join given g on g.id = k.id order by k.id for no key update of k
)
update api_keys k set last_used_at = g.at, last_used_origin = g.origin
from given g join locked l on l.id = g.id
where k.id = g.id and (k.last_used_at is null or k.last_used_at < g.at)`

async function writeLastUses(pool: Pool, uses: ReadonlyMap<string, LastUse>): Promise<void> {
  const given = Array.from(uses, ([id, { at, origin }]) => ({ id, at: new Date(at), origin }))
  await pool.query({ name: 'embed-write-last-uses', text: WRITE_LAST_USES, values: [JSON.stringify(given)] })
}

/** A refusal that no key attributes belongs to the organization whose scene was asked for. */
const WRITE_REFUSALS = `
with given as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::timestamptz[], $12::timestamptz[])
    as v(organization_id, project_id, key_id, scene_id, day, origin, code, layer, client, count, first_seen_at, last_seen_at)
), attributed as (
  select coalesce(k.organization_id, case when g.key_id is null then s.organization_id end) as organization_id,
    coalesce(g.project_id, case when g.key_id is null then s.project_id end) as project_id,
    k.id as key_id,
    case when s.organization_id = k.organization_id or g.key_id is null then s.id end as scene_id,
    g.day, g.origin, g.code, g.layer, g.client, g.count, g.first_seen_at, g.last_seen_at
  from given g
  left join api_keys k on k.id = g.key_id
  left join scenes s on s.id = g.scene_id
), stored as (
  select r.organization_id, r.day, count(*) as amount, array_agg(distinct r.origin) as origins
  from refusal_buckets r
  where r.day in (select day from given)
    and (r.organization_id in (select organization_id from attributed) or r.organization_id is null)
  group by r.organization_id, r.day
), fresh as (
  select a.organization_id, a.day, a.origin,
    row_number() over (partition by a.organization_id, a.day order by sum(a.count) desc, a.origin) as place
  from attributed a
  left join stored s on s.organization_id is not distinct from a.organization_id and s.day = a.day
  where a.origin <> all(coalesce(s.origins, '{}'))
  group by a.organization_id, a.day, a.origin
), named as (
  select a.organization_id, a.project_id, a.key_id, a.day, a.code, a.layer, a.client, a.count, a.first_seen_at, a.last_seen_at,
    a.scene_id,
    case when coalesce(cardinality(s.origins), 0) + coalesce(f.place, 0) <= $13 or f.place is null
      then a.origin else '${OTHER}' end as origin
  from attributed a
  left join stored s on s.organization_id is not distinct from a.organization_id and s.day = a.day
  left join fresh f
    on f.organization_id is not distinct from a.organization_id and f.day = a.day and f.origin = a.origin
)
insert into refusal_buckets as r
  (organization_id, project_id, key_id, scene_id, day, origin, code, layer, client, count, first_seen_at, last_seen_at)
select organization_id, project_id, key_id, scene_id, day, origin, code, max(layer), client, sum(count), min(first_seen_at), max(last_seen_at)
from named
group by organization_id, project_id, key_id, scene_id, day, origin, code, client
order by organization_id, project_id, key_id, scene_id, day, origin, code, client
on conflict (organization_id, project_id, key_id, scene_id, day, origin, code, client) do update set
  count = r.count + excluded.count,
  last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at)`

async function writeRefusals(pool: Pool, rows: readonly RefusalRow[]): Promise<void> {
  await pool.query({
    name: 'embed-write-refusals',
    text: WRITE_REFUSALS,
    values: [
      rows.map((row) => row.organizationId),
      rows.map((row) => row.projectId),
      rows.map((row) => row.keyId),
      rows.map((row) => row.sceneId),
      rows.map((row) => row.day),
      rows.map((row) => row.origin),
      rows.map((row) => row.code),
      rows.map((row) => row.layer),
      rows.map((row) => row.client),
      rows.map((row) => row.count),
      rows.map((row) => new Date(row.firstSeenAt).toISOString()),
      rows.map((row) => new Date(row.lastSeenAt).toISOString()),
      MAX_STORED_ORIGINS,
    ],
  })
}
