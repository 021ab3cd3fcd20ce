/** Makes a change that takes access away hold on every node before it is reported as done. */
import type { Verifier } from '@vectreal/auth-core'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccessChange } from './messages.js'
import type { Notifications } from './notifications.js'

/** Timers may fire up to a millisecond early; clocks of nodes run at rates that differ by far less than this. */
const MARGIN_MS = 10

export interface AccessChangesOptions {
  readonly verifier: Pick<Verifier, 'invalidate'>
  readonly notifications: Pick<Notifications, 'send'>
  readonly ttlMs: number
  /** No other process serves from this database: dropping the entry here is all there is to do. */
  readonly singleProcess: boolean
}

export function createAccessChanges(options: AccessChangesOptions) {
  const { verifier, notifications, ttlMs, singleProcess } = options

  function forget({ kind, id }: AccessChange): void {
    verifier.invalidate({ [`${kind}Id`]: id })
  }

  return {
    forget,
    /**
     * Called after the commit. No node, listening or not, may use a look-up for longer than one TTL after it
     * began, so one TTL from now every look-up in use began after the commit. The notification only shortens that
     * for nodes that hear it.
     */
    async afterAccessChange(change: AccessChange): Promise<void> {
      forget(change)
      if (singleProcess) return
      await Promise.all([
        notifications.send({ type: 'access', change }),
        delay(ttlMs > 0 ? ttlMs + MARGIN_MS : 0),
      ])
    },
  }
}
