/** Connections for embeds alone: a busy dashboard cannot take them, and a database that is away is noticed quickly. */
import pg, { type Pool, type QueryConfig } from 'pg'
import type { Logger } from 'pino'
import { patientQuery } from '../db/patient-query.js'
import { type Pooling, prepareSession } from '../db/session.js'

/** Each lookup takes well under a millisecond of one; more would only queue inside the database. */
const MAX_CONNECTIONS = 6
/** Long enough for a busy server's handshake: a shorter one would keep a node from ever coming back to it. */
const CONNECT_MS = 3000
/** The pool's own clock does not tell a silent server from a process that was held up: it only ends what nobody waits for. */
const GIVE_UP_CONNECTING_MS = 15_000
/** For a response: a server that is silent for longer counts as away. */
const QUERY_MS = 1500
/** What the server itself gives up; it may be slow and say so, which is not silence. */
const STATEMENT_MS = 5000

export function createEmbedPool(general: Pool, logger: Logger, pooling: Pooling): Pool {
  const pool = new pg.Pool({
    ...general.options,
    max: MAX_CONNECTIONS,
    min: 0,
    connectionTimeoutMillis: GIVE_UP_CONNECTING_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'vectreal-embed',
    onConnect: async (client) => {
      await general.options.onConnect?.(client)
      // The lookup joins six tables by their keys: planning it anew costs more than running it.
      await prepareSession(client, { pooling, statementTimeoutMs: STATEMENT_MS, planOnce: true })
    },
  })
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'database connection lost'))
  const query = (given: string | QueryConfig, values?: unknown[]) =>
    patientQuery(pool, typeof given === 'string' ? { text: given, ...(values && { values }) } : given, {
      connectMs: CONNECT_MS,
      limitMs: QUERY_MS,
    })
  return Object.assign(pool, { query }) as Pool
}
