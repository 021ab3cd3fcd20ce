/**
 * One transaction for what better-auth writes and what we write beside it. The library takes its database once, at
 * start; the database it is given here is, inside `inSharedTransaction`, that transaction.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Pool } from 'pg'
import type { BaseContext } from '../context.js'
import type { Database, Transaction } from '../db/database.js'
import { transactInTurn } from '../db/transact-in-turn.js'

interface Shared {
  readonly tx: Transaction
  readonly afterCommit: (() => Promise<unknown>)[]
}

const shared = new AsyncLocalStorage<Shared>()
const sharing = new AsyncLocalStorage<true>()

/** Within `run`, a transaction that the library opens is shared. */
export const shareTransactions = <T>(run: () => Promise<T>): Promise<T> => sharing.run(true, run)

/** The database whose calls join the shared transaction where there is one; elsewhere it is `db` itself. */
export function joinSharedTransaction({ db, pool }: Pick<BaseContext, 'db' | 'pool'>): Database {
  return new Proxy(db, {
    get(target, name) {
      const queryable = shared.getStore()?.tx ?? target
      if (name === 'transaction' && queryable === target && sharing.getStore()) {
        return (run: (tx: Transaction) => Promise<unknown>) => inSharedTransaction(pool, run, () => true)
      }
      const value: unknown = Reflect.get(queryable, name)
      return typeof value === 'function' ? (value as () => unknown).bind(queryable) : value
    },
  })
}

/** Commits where `keeps` says so of the result, rolls back otherwise and where `run` throws. */
export async function inSharedTransaction<T>(
  pool: Pool,
  run: (tx: Transaction) => Promise<T>,
  keeps: (result: T) => boolean,
): Promise<T> {
  const afterCommit: Shared['afterCommit'] = []
  let dropped: { readonly result: T } | null = null
  try {
    // Not again after a conflict: the request that it runs can be read once.
    const result = await transactInTurn(pool, async (tx) => {
      const result = await shared.run({ tx, afterCommit }, () => run(tx))
      if (keeps(result)) return result
      dropped = { result }
      return tx.rollback()
    })
    await Promise.all(afterCommit.map((step) => step()))
    return result
  } catch (error) {
    if (dropped !== null) return (dropped as { readonly result: T }).result
    throw error
  }
}

/** Runs `step` once what was written is there for good: at once outside a shared transaction. */
export async function afterSharedCommit(step: () => Promise<unknown>): Promise<void> {
  const store = shared.getStore()
  if (store === undefined) await step()
  else store.afterCommit.push(step)
}
