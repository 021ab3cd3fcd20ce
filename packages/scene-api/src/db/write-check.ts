/** Asks the database for a write: after a failover, or with a full disk, it may still read. */
import type { Pool } from 'pg'

/** The smallest table there is; no client has this name, and a count of 0 concerns nobody. */
const WRITE = `
insert into embed_failures (key, points, expire) values ('(write check)', 0, (extract(epoch from now()) * 1000)::bigint)
on conflict (key) do update set expire = excluded.expire`
/** Balancers ask often, several at a time. */
const KEPT_MS = 1000

/** Resolves where the database takes writes; success stands for a second, and one write at a time is on its way. */
export type WriteCheck = () => Promise<void>

export function createWriteCheck(pool: Pool, monotonicNow = () => performance.now()): WriteCheck {
  let latest: { readonly at: number; readonly result: Promise<void> } | null = null
  let isRunning = false
  return () => {
    if (latest === null || (!isRunning && monotonicNow() - latest.at >= KEPT_MS)) {
      isRunning = true
      const result = pool.query(WRITE).then(
        () => void (isRunning = false),
        (error: unknown) => {
          isRunning = false
          // Asked again at once: the database may be back.
          latest = null
          throw error
        },
      )
      latest = { at: monotonicNow(), result }
    }
    return latest.result
  }
}
