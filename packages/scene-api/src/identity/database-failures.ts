/**
 * The sign-in library treats some failures of its database as if nothing had happened, or as a mistake of the client's:
 * signing out succeeds and the session lives on, signing up is refused for good. Here the failure itself is the outcome.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { DBAdapter } from 'better-auth'
import { findUnavailableCause } from '../unavailable.js'

interface Noted {
  failure: unknown
}

const noted = new AsyncLocalStorage<Noted>()

/** Rejects with what the database could not do within `run`, whatever became of it there. */
export async function orDatabaseFailure<T>(run: () => Promise<T>): Promise<T> {
  const store: Noted = { failure: null }
  const result = await noted.run(store, run)
  if (store.failure !== null) throw store.failure
  return result
}

/** The same adapter, whose failures are noted for `orDatabaseFailure`. */
export function noteFailures<Adapter extends object>(adapter: Adapter): Adapter {
  return new Proxy(adapter, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      const ask = value.bind(target) as (...args: unknown[]) => unknown
      if (name === 'transaction') {
        return (run: (inside: DBAdapter) => unknown) =>
          noting(ask((inside: DBAdapter) => run(noteFailures(inside))))
      }
      return (...args: unknown[]) => noting(ask(...args))
    },
  })
}

function noting(result: unknown): unknown {
  if (!(result instanceof Promise)) return result
  return result.catch((error: unknown) => {
    const store = noted.getStore()
    if (store !== undefined && findUnavailableCause(error) !== null) store.failure ??= error
    throw error
  })
}
