/** The connection pool and drizzle over it. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from 'pino'
import * as schema from './schema.js'

export type Database = NodePgDatabase<typeof schema>
/** What runs inside `db.transaction`. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

/** A full pool or a database that is away is reported within this time, not waited out. */
const CONNECT_TIMEOUT_MS = 3000
const STATEMENT_TIMEOUT_MS = 15_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000

export function createPool(databaseUrl: string, logger: Logger, max = 20): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'vectreal',
  })
  // An idle connection that breaks is replaced at the next query.
  pool.on('error', (error) => logger.warn({ error: error.message }, 'database connection lost'))
  return pool
}

export const createDatabase = (pool: pg.Pool): Database => drizzle(pool, { schema })
