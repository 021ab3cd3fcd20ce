/** The connection pool and drizzle over it. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from 'pino'
import { connectionConfig } from './connection-config.js'
import { retryConflicts } from './retry-conflicts.js'
import * as schema from './schema.js'
import { type Pooling, prepareSession } from './session.js'

export type Database = NodePgDatabase<typeof schema>
/** What runs inside `db.transaction`. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

/** A full pool or a database that is away is reported within this time, not waited out. */
const CONNECT_TIMEOUT_MS = 3000
const STATEMENT_TIMEOUT_MS = 15_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000

export interface PoolOptions {
  readonly max?: number | undefined
  readonly pooling?: Pooling | undefined
}

export function createPool(databaseUrl: string, logger: Logger, options: PoolOptions = {}): pg.Pool {
  const { max = 20, pooling = 'session' } = options
  const pool = new pg.Pool({
    ...connectionConfig(databaseUrl),
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'vectreal',
    // Where the connection belongs to nobody, this process alone keeps the time.
    ...(pooling === 'transaction' && { query_timeout: STATEMENT_TIMEOUT_MS }),
    onConnect: (client) =>
      prepareSession(client, {
        url: databaseUrl,
        pooling,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      }),
  })
  // An idle connection that breaks is replaced at the next query.
  pool.on('error', (error) => logger.warn({ error: error.message }, 'database connection lost'))
  return pool
}

export const createDatabase = (pool: pg.Pool): Database => retryConflicts(drizzle(pool, { schema }))
