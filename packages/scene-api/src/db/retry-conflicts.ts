/** Runs a transaction again that another one was in the way of. */
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type * as schema from './schema.js'
import { isConflict } from '../unavailable.js'

type Database = NodePgDatabase<typeof schema>

const ATTEMPTS = 3

type Transact = Database['transaction']

/**
 * From now on `transaction` runs again after a deadlock or a serialization failure (SQLSTATE 40P01, 40001), of which
 * nothing is left in the database. What a transaction does besides must not matter twice; for one whose does,
 * `transactInTurn`.
 */
export function retryConflicts(db: Database): Database {
  const plain: Transact = db.transaction.bind(db)
  db.transaction = async (run, config) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await plain(run, config)
      } catch (error) {
        if (attempt === ATTEMPTS || !isConflict(error)) throw error
      }
    }
  }
  return db
}
