/** Connections for embeds alone: a busy dashboard cannot take them, and a database that is away is noticed quickly. */
import pg, { type Pool } from 'pg'
import type { Logger } from 'pino'
import { type Pooling, prepareSession } from '../db/session.js'

/** Each look-up takes well under a millisecond of one; more would only queue inside the database. */
const MAX_CONNECTIONS = 6
/** Long enough for a busy server's handshake: a shorter one would keep a node from ever coming back to it. */
const CONNECT_MS = 3000
const QUERY_MS = 1500

export function createEmbedPool(general: Pool, logger: Logger, pooling: Pooling): Pool {
  const pool = new pg.Pool({
    ...general.options,
    max: MAX_CONNECTIONS,
    min: 0,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'vectreal-embed',
    onConnect: async (client) => {
      await general.options.onConnect?.(client)
      // The lookup joins six tables by their keys: planning it anew costs more than running it.
      await prepareSession(client, { pooling, statementTimeoutMs: QUERY_MS, planOnce: true })
    },
  })
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'database connection lost'))
  return pool
}
