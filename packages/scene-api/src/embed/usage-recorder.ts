/** Counts loads and refusals in memory and writes them in batches, away from the path of any request. */
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import * as schema from '../db/schema.js'
import {
  findFirstRefused,
  noteRefusedOrigins,
  type RefusedOrigin,
} from '../domain/webhooks/note-refused-origins.js'
import type { ClientKind } from './client-kind.js'
import { BufferedRows } from './buffered-rows.js'
import { OTHER } from './origin-label.js'
import { createVisitorCounts } from './visitor-counts.js'

/**
 * Rows held between two flushes, in each of two tables. What an organization has beyond them is counted under `(other)`: the
 * counts stay whole, also while the database is away.
 */
const LIMITS = { total: 20_000, perOwner: 2000, always: 100 } as const
/** Origins of one key and day, or of one organization's refusals and day, that the tables hold apart. */
const MAX_STORED_ORIGINS = 500

const ONE_LOAD = { loads: 1, refusals: 0 }
const ONE_REFUSAL = { loads: 0, refusals: 1 }

interface Use {
  readonly keyId: string
  readonly organizationId: string
  readonly projectId: string
  readonly sceneId: string
  readonly origin: string
  readonly client: ClientKind
}

/** Whom a visitor token names (`sub`); null or undefined: nobody, or there was no such token. */
type Visitor = string | null | undefined

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
  firstSeenAt: number
  lastSeenAt: number
}

type Seen = Pick<RefusalRow, 'count' | 'firstSeenAt' | 'lastSeenAt'>

interface LastUse {
  at: number
  origin: string
}

export interface UsageRecorder {
  /** A manifest was served. */
  recordLoad(use: Use, visitor?: Visitor): void
  /** A model or poster was served: the key was used, nothing was loaded anew. */
  recordUse(keyId: string, origin: string): void
  recordRefusal(refused: RefusedUse, visitor?: Visitor): void
  /** Writes everything recorded before the call. What cannot be written now is kept for the next time. */
  flush(): Promise<void>
  readonly pendingRows: number
}

export function createUsageRecorder(pool: Pool, clock: Clock): UsageRecorder {
  let usage = new BufferedRows<UsageRow>(LIMITS)
  let refusals = new BufferedRows<RefusalRow>(LIMITS)
  let lastUses = new Map<string, LastUse>()
  const visitors = createVisitorCounts()
  let flushing: Promise<void> | null = null
  let following: Promise<void> | null = null
  const day = createDayStamp()

  function addUse(
    use: Use,
    at: number,
    day: string,
    { loads, refusals }: { loads: number; refusals: number },
  ) {
    const row = rowOf(usage, use, {
      nameOf: (kept) => usageKey(kept, day),
      coarsen: (kept) => ({ ...kept, origin: OTHER }),
      create: (kept) => ({ ...kept, day, loads: 0, refusals: 0, lastSeenAt: at }),
    })
    row.loads += loads
    row.refusals += refusals
    row.lastSeenAt = Math.max(row.lastSeenAt, at)
  }

  function addRefusal(refused: RefusedUse, day: string, seen: Seen) {
    const row = rowOf(refusals, refused, {
      nameOf: (kept) => refusalKey(kept, day),
      coarsen: (kept) => ({ ...kept, origin: OTHER, sceneId: '' }),
      create: (kept) => ({ ...kept, day, ...seen, count: 0 }),
    })
    row.count += seen.count
    row.firstSeenAt = Math.min(row.firstSeenAt, seen.firstSeenAt)
    row.lastSeenAt = Math.max(row.lastSeenAt, seen.lastSeenAt)
  }

  function addVisit(
    visitor: Visitor,
    { keyId, organizationId, client }: Use,
    at: number,
    counts: { loads: number; refusals: number },
  ): void {
    if (typeof visitor !== 'string') return
    visitors.add({ keyId, organizationId, client, visitor }, day(at), { ...counts, lastSeenAt: at })
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

  async function write(): Promise<void> {
    const taken = { usage, refusals, lastUses }
    usage = new BufferedRows(LIMITS)
    refusals = new BufferedRows(LIMITS)
    lastUses = new Map()
    const results = await Promise.allSettled([
      taken.usage.size > 0 && writeUsage(pool, [...taken.usage.values()]),
      taken.lastUses.size > 0 && writeLastUses(pool, taken.lastUses),
      taken.refusals.size > 0 && writeRefusals(pool, [...taken.refusals.values()]),
      visitors.write(pool),
    ])
    const [usageResult, lastUsesResult, refusalsResult] = results
    if (usageResult.status === 'rejected') {
      for (const row of taken.usage.values()) addUse(row, row.lastSeenAt, row.day, row)
    }
    if (lastUsesResult.status === 'rejected') {
      for (const [keyId, { at, origin }] of taken.lastUses) touch(keyId, origin, at)
    }
    if (refusalsResult.status === 'rejected') {
      for (const row of taken.refusals.values()) addRefusal(row, row.day, row)
    }
    const failed = results.find((result) => result.status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  function flush(): Promise<void> {
    if (flushing === null) {
      flushing = write().finally(() => {
        flushing = null
      })
      return flushing
    }
    // What has come since that one began is not in it.
    following ??= flushing
      .catch(() => {})
      .then(() => {
        following = null
        return flush()
      })
    return following
  }

  return {
    recordLoad(use, visitor) {
      const at = clock.now().getTime()
      addUse(use, at, day(at), ONE_LOAD)
      addVisit(visitor, use, at, ONE_LOAD)
      touch(use.keyId, use.origin, at)
    },
    recordUse(keyId, origin) {
      touch(keyId, origin, clock.now().getTime())
    },
    recordRefusal(refused, visitor) {
      const at = clock.now().getTime()
      addRefusal(refused, day(at), { count: 1, firstSeenAt: at, lastSeenAt: at })
      const { keyId, organizationId } = refused
      if (keyId === null || organizationId === null) return
      // Anything can be asked for as a scene; one of a project is one that exists.
      const sceneId = refused.projectId === null ? '' : refused.sceneId
      const use = { ...refused, keyId, organizationId, projectId: refused.projectId ?? '', sceneId }
      addUse(use, at, day(at), ONE_REFUSAL)
      addVisit(visitor, use, at, ONE_REFUSAL)
    },
    flush,
    get pendingRows() {
      return usage.size + refusals.size + lastUses.size + visitors.size
    },
  }
}

interface RowShape<Counted, Row> {
  nameOf(counted: Counted): string
  /** Names less, and is the same for many. */
  coarsen(counted: Counted): Counted
  create(counted: Counted): Row
}

/** What one use is counted in: its own row where there is room, else one that many share. */
function rowOf<Counted extends { organizationId: string | null; keyId: string | null }, Row extends Counted>(
  rows: BufferedRows<Row>,
  counted: Counted,
  { nameOf, coarsen, create }: RowShape<Counted, Row>,
): Row {
  const name = nameOf(counted)
  const known = rows.find(name)
  if (known !== undefined) return known
  const { organizationId: owner, keyId } = counted
  if (rows.hasRoom(owner, keyId)) return rows.add(owner, keyId, name, create(counted))
  const coarse = coarsen(counted)
  const coarseName = nameOf(coarse)
  return rows.find(coarseName) ?? rows.add(owner, keyId, coarseName, create(coarse))
}

function usageKey({ keyId, sceneId, client, origin }: Use, day: string): string {
  return `${keyId} ${sceneId} ${client} ${day} ${origin}`
}

function refusalKey(row: RefusedUse, day: string): string {
  const { organizationId, projectId, keyId, code, client, sceneId, origin } = row
  return `${organizationId} ${projectId} ${keyId} ${code} ${client} ${day} ${sceneId} ${origin}`
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

/** Keeps the trigger on `usage_days`, which adds to the other sums for nodes of before, from adding once more. */
const SUMS_WRITTEN = "(select set_config('vectreal.sums', 'written', true)) as sums"

/** The first day of the span that `day` is in: spans are counted from a Monday on. */
const FIRST_DAY = "day - (day - date '1970-01-05') % days"

/**
 * Adds to `usage_days`, `usage_spans` and `usage_totals`. PostgreSQL runs them on every node after the insert of the whole
 * statement and the last one first: rows of all tables are locked in one order, those that most flushes share at the end.
 */
function addToSums({ loads, refusals, from }: { loads: string; refusals: string; from: string }): string {
  const addTo = (table: string, columns: string, groups = columns, given = 'counted') =>
    `insert into ${table} as s (${columns}, loads, refusals, last_seen_at)
  select ${groups}, ${loads}, ${refusals}, max(last_seen_at)
  from ${given}
  group by ${groups}
  order by ${groups}
  on conflict (${columns}) do update set
    loads = s.loads + excluded.loads,
    refusals = s.refusals + excluded.refusals,
    last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at)`
  return `counted as (
  select * from ${from}
), summed_totals as (
  ${addTo('usage_totals', 'organization_id, day, client')}
), summed_spans as (
  ${addTo('usage_spans', 'organization_id, days, first_day, origin, client', `organization_id, days, ${FIRST_DAY}, origin, client`, 'counted cross join (values (7), (28)) as span (days)')}
), summed_days as (
  ${addTo('usage_days', 'organization_id, day, origin, client')}
)`
}

/** Joined to one `a` after the other: a join of all at once would read the rows of every tenant. */
const originsOf = (whose: string): string => `cross join lateral (
    select array_agg(distinct r.origin) as origins
    from refusal_buckets r
    where ${whose} and r.day = a.day
  ) found`

/**
 * Rows travel as one JSON text: arrays of thousands of elements cost the driver many times as much to write.
 *
 * An origin that the key has not had that day keeps its name while there is room, the busiest first, and is `(other)`
 * after that, within one batch as well.
 * Counts of a key that has been deleted meanwhile are dropped with it.
 */
const WRITE_USAGE = `
with given as (
  select v.* from ${SUMS_WRITTEN}, json_to_recordset($1)
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
), ${addToSums({ loads: 'sum(loads)', refusals: 'sum(refusals)', from: 'named' })}
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
  select v.* from ${SUMS_WRITTEN}, unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::timestamptz[], $12::timestamptz[])
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
  select a.organization_id, a.day, found.origins
  from (select distinct organization_id, day from attributed) a
  ${originsOf('r.organization_id = a.organization_id')}
  where a.organization_id is not null
  union all
  select null, a.day, found.origins
  from (select distinct day from attributed where organization_id is null) a
  ${originsOf('r.organization_id is null')}
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
), ${addToSums({ loads: '0', refusals: 'sum(count)', from: 'named where key_id is null and organization_id is not null' })}
insert into refusal_buckets as r
  (organization_id, project_id, key_id, scene_id, day, origin, code, layer, client, count, first_seen_at, last_seen_at)
select organization_id, project_id, key_id, scene_id, day, origin, code, max(layer), client, sum(count), min(first_seen_at), max(last_seen_at)
from named
group by organization_id, project_id, key_id, scene_id, day, origin, code, client
order by organization_id, project_id, key_id, scene_id, day, origin, code, client
on conflict (organization_id, project_id, key_id, scene_id, day, origin, code, client) do update set
  count = r.count + excluded.count,
  last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at)`

/** With the events of origins that are refused for the first time, where webhooks ask for them. */
async function writeRefusals(pool: Pool, rows: readonly RefusalRow[]): Promise<void> {
  const first = await findFirstRefused(drizzle(pool, { schema }), rows.flatMap(refusedOrigin))
  if (first.length === 0) return countRefusals(pool, rows)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await countRefusals(client, rows)
    await noteRefusedOrigins(drizzle(client, { schema }), first)
    await client.query('commit')
    client.release()
  } catch (error) {
    // What is left of the transaction ends with its connection.
    client.release(true)
    throw error
  }
}

function refusedOrigin(row: RefusalRow): RefusedOrigin[] {
  const { code, organizationId, projectId, sceneId, origin, day, firstSeenAt } = row
  if (code !== 'domain_not_allowed' || organizationId === null || projectId === null) return []
  // Names in brackets stand for what is no origin.
  if (origin.startsWith('(')) return []
  return [{ organizationId, projectId, sceneId, origin, day, firstSeenAt }]
}

async function countRefusals(db: Pick<Pool, 'query'>, rows: readonly RefusalRow[]): Promise<void> {
  await db.query({
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
