/** A transaction for code that asks several things at once. */
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import type { Database, Transaction } from './database.js'
import * as schema from './schema.js'

/**
 * As `db.transaction`, once, and each query is sent when the one before it has returned: a connection does one thing at a
 * time, and the driver is about to refuse what it queues by itself today.
 */
export async function transactInTurn<T>(pool: Pool, run: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const db: Database = drizzle(inTurn(client), { schema })
    return await db.transaction(run)
  } finally {
    client.release()
  }
}

/** Drizzle asks for promises, never by a callback. */
function inTurn(client: PoolClient): PoolClient {
  const ask = client.query.bind(client) as (...query: unknown[]) => Promise<unknown>
  let last: Promise<unknown> = Promise.resolve()
  const query = (...args: unknown[]) => {
    const result = last.then(() => ask(...args))
    last = result.catch(() => {})
    return result
  }
  return new Proxy(client, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) })
}
