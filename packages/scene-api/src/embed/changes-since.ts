/** What has changed of keys, organizations, allowlists and scenes between two snapshots of the database. */
import type { AccessChange, ChangeList } from '@vectreal/auth-core'
import type { Pool } from 'pg'
import type { DatabaseGuard } from './database-guard.js'

/** More at once than this, and everything is looked up again. */
const MAX_CHANGES = 1000

/**
 * A change is missing from one snapshot and seen by the next exactly if its transaction was committed between them,
 * however long ago it began. A mark from the future is another database's, such as a restored one's.
 */
const FIND_CHANGES = `
select
  snapshot.now::text as mark,
  pg_snapshot_xmax(snapshot.now) >= pg_snapshot_xmax($1::pg_snapshot) as continues,
  change.kind, change.target_id
from (select pg_current_snapshot() as now) snapshot
left join access_changes change
  on change.xid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(change.xid, $1::pg_snapshot)
  -- From the future: copied here from another database, whose nodes it was for.
  and change.xid < pg_snapshot_xmax(snapshot.now)
limit ${MAX_CHANGES + 1}`

interface ChangeRow {
  readonly mark: string
  /** Null without a mark to continue. */
  readonly continues: boolean | null
  readonly kind: 'key' | 'organization' | 'project' | 'scene' | null
  readonly target_id: string
}

export function createChangesSince(pool: Pool, guard: DatabaseGuard) {
  return async (since: string | null): Promise<ChangeList> => {
    const { rows } = await guard.run(() =>
      pool.query<ChangeRow>({ name: 'embed-find-changes', text: FIND_CHANGES, values: [since] }),
    )
    const [first] = rows
    if (first === undefined) throw new TypeError('the snapshot is missing from its own result')
    const isKnown = first.continues === true && rows.length <= MAX_CHANGES
    return { mark: first.mark, changes: isKnown ? rows.flatMap(toChange) : null }
  }
}

function toChange({ kind, target_id }: ChangeRow): AccessChange[] {
  return kind === null ? [] : [{ [`${kind}Id`]: target_id }]
}

/**
 * Returns a function to call from time to time: it forgets what was committed before the call before, so that with calls a
 * minute apart every change stays for a minute after its commit.
 */
export function createChangeCleaner(pool: Pool): () => Promise<void> {
  let earlier: string | null = null
  return async () => {
    const { rows } = await pool.query<{ mark: string }>({
      name: 'embed-forget-changes',
      text: `
        with forgotten as (
          delete from access_changes
          where xid < pg_snapshot_xmax($1::pg_snapshot) and pg_visible_in_snapshot(xid, $1::pg_snapshot)
            or xid >= pg_snapshot_xmax(pg_current_snapshot())
        )
        select pg_current_snapshot()::text as mark`,
      values: [earlier],
    })
    earlier = rows[0]?.mark ?? null
  }
}
