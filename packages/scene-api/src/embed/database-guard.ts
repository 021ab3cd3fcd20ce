/** Keeps requests from queueing up before a database that is away. */
import type { Pool } from 'pg'
import { isAway, isConflict } from '../db/unavailable.js'

const PROBE_MS = 200

/** What node-postgres says when its own timer cut a query off; it carries no code. */
const QUERY_TIMEOUT = 'Query read timeout'

class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
  readonly code = 'ECONNREFUSED'
}

export interface DatabaseGuard {
  /** Runs a query; while the database is known to be away, rejects at once instead. */
  run<T>(query: () => Promise<T>): Promise<T>
  readonly isAway: boolean
  close(): void
}

/**
 * The first query that finds the database away closes the gate. From then on one probe at a time asks whether it
 * is back, and everyone else is told at once.
 */
export function createDatabaseGuard(
  pool: Pool,
  onChange: (isAway: boolean, cause?: unknown) => void,
): DatabaseGuard {
  let away = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  function probeLater(): void {
    if (closed) return
    timer = setTimeout(() => void probe(), PROBE_MS)
    timer.unref()
  }

  async function probe(): Promise<void> {
    try {
      await pool.query('select 1')
      away = false
      onChange(false)
    } catch {
      probeLater()
    }
  }

  function noteFailure(error: unknown): void {
    if (away || !isAwayError(error)) return
    away = true
    onChange(true, error)
    probeLater()
  }

  return {
    async run(query) {
      if (away) throw new DatabaseAway('the database is away')
      try {
        // They only read: a conflict with somebody's write, or with the recovery of a standby, is asked once more.
        return await query().catch((error: unknown) => {
          if (isConflict(error)) return query()
          throw error
        })
      } catch (error) {
        noteFailure(error)
        throw error
      }
    },
    get isAway() {
      return away
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

export function isAwayError(error: unknown): boolean {
  return isAway(error) || (error instanceof Error && error.message === QUERY_TIMEOUT)
}
