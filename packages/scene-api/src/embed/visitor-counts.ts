/** Counts loads by the visitor whom a token names, in memory until they are written. */
import type { Pool } from 'pg'
import type { ClientKind } from './client-kind.js'
import { BufferedRows } from './buffered-rows.js'
import { OTHER } from './origin-label.js'

/** Rows held between two flushes. What an organization has beyond them is counted under `(other)`. */
const LIMITS = { total: 20_000, perOwner: 2000, always: 100 } as const
/** Visitors of one signing key and day that the table holds apart. */
const MAX_STORED_SUBJECTS = 1000
/** What PostgreSQL's text cannot hold. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu

interface Visit {
  readonly keyId: string
  readonly organizationId: string
  /** The `sub` of the token. */
  readonly visitor: string
  readonly client: ClientKind
}

interface VisitRow extends Visit {
  readonly day: string
  loads: number
  refusals: number
  lastSeenAt: number
}

type VisitCounts = Pick<VisitRow, 'loads' | 'refusals' | 'lastSeenAt'>

export interface VisitorCounts {
  add(visit: Visit, day: string, counts: VisitCounts): void
  /** Writes what has been buffered. What cannot be written now is kept for the next time. */
  write(pool: Pool): Promise<void>
  readonly size: number
}

export function createVisitorCounts(): VisitorCounts {
  let rows = new BufferedRows<VisitRow>(LIMITS)

  function add(visit: Visit, day: string, { loads, refusals, lastSeenAt }: VisitCounts): void {
    const row = rowOf(rows, { ...visit, visitor: visit.visitor.replace(UNSTORABLE, '\uFFFD') }, day)
    row.loads += loads
    row.refusals += refusals
    row.lastSeenAt = Math.max(row.lastSeenAt, lastSeenAt)
  }

  return {
    add,
    async write(pool) {
      if (rows.size === 0) return
      const taken = rows
      rows = new BufferedRows(LIMITS)
      try {
        await writeVisits(pool, [...taken.values()])
      } catch (error) {
        for (const row of taken.values()) add(row, row.day, row)
        throw error
      }
    },
    get size() {
      return rows.size
    },
  }
}

function rowOf(rows: BufferedRows<VisitRow>, visit: Visit, day: string): VisitRow {
  const known = rows.find(nameOf(visit, day))
  if (known !== undefined) return known
  const owner = visit.organizationId
  const { keyId, organizationId, client } = visit
  const visitor = rows.hasRoom(owner, keyId) ? visit.visitor : OTHER
  const counted = { keyId, organizationId, client, visitor }
  const name = nameOf(counted, day)
  return (
    rows.find(name) ?? rows.add(owner, keyId, name, { ...counted, day, loads: 0, refusals: 0, lastSeenAt: 0 })
  )
}

const nameOf = ({ keyId, client, visitor }: Visit, day: string) => `${keyId} ${client} ${day} ${visitor}`

/**
 * A visitor whom the key has not had that day keeps the name while there is room, the busiest first, and is `(other)`
 * after that. Counts of a key that has been deleted meanwhile are dropped with it.
 */
const WRITE_VISITS = `
with given as (
  select * from json_to_recordset($1)
    as v(key_id text, day date, subject text, client text, loads bigint, refusals bigint, last_seen_at timestamptz)
), stored as (
  select u.key_id, u.day, count(distinct u.subject) as amount
  from visitor_usage u
  where (u.key_id, u.day) in (select key_id, day from given)
  group by u.key_id, u.day
), fresh as (
  select g.key_id, g.day, g.subject,
    row_number() over (partition by g.key_id, g.day order by sum(g.loads) desc, g.subject) as place
  from given g
  where not exists (
    select from visitor_usage u where u.key_id = g.key_id and u.day = g.day and u.subject = g.subject)
  group by g.key_id, g.day, g.subject
), named as (
  select k.organization_id, g.key_id, g.day, g.client, g.loads, g.refusals, g.last_seen_at,
    case when coalesce(s.amount, 0) + f.place > $2 then '${OTHER}' else g.subject end as subject
  from given g
  join api_keys k on k.id = g.key_id
  left join stored s on s.key_id = g.key_id and s.day = g.day
  left join fresh f on f.key_id = g.key_id and f.day = g.day and f.subject = g.subject
)
insert into visitor_usage as u (organization_id, key_id, day, subject, client, loads, refusals, last_seen_at)
select organization_id, key_id, day, subject, client, sum(loads), sum(refusals), max(last_seen_at)
from named
group by organization_id, key_id, day, subject, client
order by key_id, day, subject, client
on conflict (key_id, day, subject, client) do update set
  loads = u.loads + excluded.loads,
  refusals = u.refusals + excluded.refusals,
  last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at)`

async function writeVisits(pool: Pool, rows: readonly VisitRow[]): Promise<void> {
  const given = rows.map(({ keyId, day, visitor, client, loads, refusals, lastSeenAt }) => ({
    key_id: keyId,
    day,
    subject: visitor,
    client,
    loads,
    refusals,
    last_seen_at: new Date(lastSeenAt),
  }))
  await pool.query({
    name: 'embed-write-visits',
    text: WRITE_VISITS,
    values: [JSON.stringify(given), MAX_STORED_SUBJECTS],
  })
}
