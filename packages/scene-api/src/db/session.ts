/** What every connection is set to, once it is there: a pooler passes few parameters on at its start. */
import pg, { type ClientBase, type QueryConfig } from 'pg'
import { connectionConfig } from './connection-config.js'

/**
 * `transaction`: a pooler stands in between that lends a connection for one transaction at a time (PgBouncer's
 * `pool_mode=transaction`), so that settings, prepared statements and LISTEN do not outlive it.
 */
export type Pooling = 'session' | 'transaction'

/** How a new connection is set up. Times in milliseconds. */
export interface SessionOptions {
  /** For its `schema`. */
  readonly url?: string | undefined
  readonly statementTimeoutMs?: number
  readonly idleInTransactionTimeoutMs?: number
  /** Plans of named statements are made once. */
  readonly planOnce?: boolean
  readonly pooling?: Pooling | undefined
}

const SETTLE_MS = 3000

/** PostgreSQL reports this one, so poolers keep it for each of their clients. We read dates in this form alone. */
const DATES = "set datestyle to 'ISO, MDY'"

/** Makes a new connection the platform's: schema, dates and time limits, as far as a pooler in between lets it. */
export async function prepareSession(client: ClientBase, options: SessionOptions): Promise<void> {
  // A pool listens to connections that are idle only. One that breaks between two statements of a transaction would end
  // the process; the next statement fails by itself.
  client.on('error', () => {})
  if (options.pooling === 'transaction') {
    forgetStatementNames(client)
    await settle(client, DATES)
    return
  }
  const { url, statementTimeoutMs, idleInTransactionTimeoutMs, planOnce = false } = options
  const schema = url === undefined ? undefined : connectionConfig(url).schema
  const settings = [DATES]
  if (schema !== undefined) settings.push(`set search_path to ${pg.escapeIdentifier(schema)}`)
  if (statementTimeoutMs !== undefined) settings.push(`set statement_timeout to ${statementTimeoutMs}`)
  if (idleInTransactionTimeoutMs !== undefined) {
    settings.push(`set idle_in_transaction_session_timeout to ${idleInTransactionTimeoutMs}`)
  }
  if (planOnce) settings.push('set plan_cache_mode to force_generic_plan')
  await settle(client, settings.join('; '))
}

/** Within the time that connecting has: it is a part of it. */
async function settle(client: ClientBase, text: string): Promise<void> {
  const query: QueryConfig & { readonly query_timeout: number } = { text, query_timeout: SETTLE_MS }
  await client.query(query)
}

/** Each run of a named statement may meet another connection, which does not know it. */
function forgetStatementNames(client: ClientBase): void {
  const query = client.query.bind(client) as (config: unknown, ...rest: unknown[]) => unknown
  const nameless = (config: unknown, ...rest: unknown[]) => query(withoutName(config), ...rest)
  Object.assign(client, { query: nameless })
}

function withoutName(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('name' in config) || 'submit' in config)
    return config
  return { ...config, name: undefined }
}
