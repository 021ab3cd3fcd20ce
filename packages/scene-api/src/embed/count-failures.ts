/** Counts failures of clients in PostgreSQL, in fixed windows by the database's clock: the clocks of nodes may differ. */
import type { Pool } from 'pg'

const NOW_MS = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
const PREFIX = 'embed:'
/** How long a window that is over stays, for whoever is still counting in it. */
const KEPT_MS = 60_000

const COUNT = {
  name: 'count-failures',
  text: `
with clock as (select ${NOW_MS} as now)
insert into embed_failures as counted (key, points, expire)
select $1, $2::int, now + $3::bigint from clock
on conflict (key) do update set
  points = case when counted.expire <= (select now from clock) then excluded.points else counted.points + excluded.points end,
  -- A window cannot end later than one that begins now.
  expire = case when counted.expire <= (select now from clock) then excluded.expire else least(counted.expire, excluded.expire) end
returning points, greatest(expire - (select now from clock), 0)::int as remaining`,
}

const BLOCKED = `
select key, least(expire - ${NOW_MS}, $2::bigint)::int as remaining
from embed_failures where points > $1 and expire > ${NOW_MS} limit $3`

export interface FailureCount {
  /** Failures of the window so far. */
  readonly consumedPoints: number
  readonly msBeforeNext: number
}

interface CountedBlock {
  readonly client: string
  readonly remainingMs: number
}

export interface FailureCounts {
  count(client: string, points: number): Promise<FailureCount>
  /** Clients with more than `limit` failures in a window that is not over. */
  listBlocked(limit: number, most: number): Promise<readonly CountedBlock[]>
  /** Removes windows that are over. */
  sweep(): Promise<void>
}

export function createFailureCounts(pool: Pool, windowSeconds: number): FailureCounts {
  const windowMs = windowSeconds * 1000
  return {
    async count(client, points) {
      const { rows } = await pool.query<{ points: number; remaining: number }>({
        ...COUNT,
        values: [PREFIX + client, points, windowMs],
      })
      const [row] = rows
      return { consumedPoints: row?.points ?? 0, msBeforeNext: row?.remaining ?? 0 }
    },
    async listBlocked(limit, most) {
      const { rows } = await pool.query<{ key: string; remaining: number }>(BLOCKED, [limit, windowMs, most])
      return rows.map(({ key, remaining }) => ({
        client: key.slice(PREFIX.length),
        remainingMs: remaining,
      }))
    },
    async sweep() {
      await pool.query(`delete from embed_failures where expire < ${NOW_MS} - ${KEPT_MS}`)
    },
  }
}
