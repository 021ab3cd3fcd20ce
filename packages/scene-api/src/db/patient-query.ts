/** Queries with a time limit in which only the time counts that this process could have listened. */
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'

/** What a process counts at most for one turn of its timers, however late they come. */
const TICK_MS = 100

/** The server has said nothing in time. */
export class QueryTimeoutError extends Error {
  override readonly name = 'QueryTimeoutError'
  readonly code = 'ETIMEDOUT'
  constructor(limitMs: number) {
    super(`the database has not responded in ${limitMs} ms`)
  }
}

/**
 * As `pool.query`. A connection that stays silent for `limitMs` is closed. The driver's own timer does not tell a silent
 * server from a process that was held up itself: after a pause its timers come before what has arrived in the meantime.
 */
export async function patientQuery<Row extends QueryResultRow>(
  pool: Pool,
  query: QueryConfig,
  { connectMs, limitMs }: { connectMs: number; limitMs: number },
): Promise<QueryResult<Row>> {
  const client = await connect(pool, connectMs)
  const limit = startLimit(limitMs)
  const running = client.query<Row>(query)
  // Closing the connection fails it, when nobody waits for it any more.
  running.catch(() => {})
  try {
    const result = await Promise.race([running, limit.passed])
    release(client)
    return result
  } catch (error) {
    release(client, error)
    throw error
  } finally {
    limit.stop()
  }
}

/** A connection that comes too late goes back to the pool. */
async function connect(pool: Pool, limitMs: number): Promise<PoolClient> {
  const pending = pool.connect()
  const limit = startLimit(limitMs)
  try {
    return await Promise.race([pending, limit.passed])
  } catch (error) {
    pending.then(
      (client) => client.release(),
      () => {},
    )
    throw error
  } finally {
    limit.stop()
  }
}

function release(client: PoolClient, error?: unknown): void {
  client.release(error instanceof Error ? error : error !== undefined)
}

function startLimit(limitMs: number): { readonly passed: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<never>((_, reject) => {
    let left = limitMs
    timer = setInterval(() => {
      left -= TICK_MS
      if (left <= 0) reject(new QueryTimeoutError(limitMs))
    }, TICK_MS)
  })
  return { passed, stop: () => clearInterval(timer) }
}
