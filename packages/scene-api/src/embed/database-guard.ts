/** Keeps requests from queueing up before a database that is away. */
import type { Pool } from 'pg'
import { isAway, isConflict, isLostConnection } from '../unavailable.js'

const PROBE_MS = 200
/** More than the pool of embeds keeps. */
const MAX_LOST_CONNECTIONS = 8

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
        return await ask(query)
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

/**
 * They only read, so they may be asked again: once after a conflict with somebody's write or with the recovery of a standby,
 * and after each connection that had died unnoticed, which there are no more of than the pool has.
 */
async function ask<T>(query: () => Promise<T>): Promise<T> {
  for (let lost = 0, conflicts = 0; ; ) {
    try {
      return await query()
    } catch (error) {
      if (isLostConnection(error) && lost < MAX_LOST_CONNECTIONS) lost += 1
      else if (isConflict(error) && conflicts === 0) conflicts += 1
      else throw error
    }
  }
}

export function isAwayError(error: unknown): boolean {
  return isAway(error) || (error instanceof Error && error.message === QUERY_TIMEOUT)
}
