/** What the audit log wants to know of the request that is being handled, wherever in the code that is. */
import { AsyncLocalStorage } from 'node:async_hooks'

import type { Actor } from './actor.js'

export interface RequestFacts {
  readonly requestId: string
  readonly address: string | null
  /** Who acts, where the code in between does not pass it on. */
  readonly actor?: Actor
}

export const requestFacts = new AsyncLocalStorage<RequestFacts>()
