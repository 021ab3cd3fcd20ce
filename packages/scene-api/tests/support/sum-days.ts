import type { Pool } from 'pg'

/** What a flush adds to `usage_days`, for rows that a test wrote by itself; triggers bring the other sums along. */
export async function sumDays(pool: Pick<Pool, 'query'>, organizationId: string): Promise<void> {
  await pool.query('delete from usage_days where organization_id = $1', [organizationId])
  await pool.query(
    `insert into usage_days (organization_id, day, origin, client, loads, refusals, last_seen_at)
     select organization_id, day, origin, client, sum(loads), sum(refusals), max(last_seen_at) from (
       select organization_id, day, origin, client, loads, refusals, last_seen_at from usage_buckets
       union all
       select organization_id, day, origin, client, 0, count, last_seen_at from refusal_buckets where key_id is null
     ) buckets
     where organization_id = $1 group by organization_id, day, origin, client`,
    [organizationId],
  )
}
