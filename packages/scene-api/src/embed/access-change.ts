/** Makes a change that takes access away hold on every node before it is reported as done. */
import type { Verifier } from '@vectreal/auth-core'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccessChange } from '../context.js'
import type { Peers } from '../peers.js'
import type { Message } from './messages.js'
import type { Notifications } from './notifications.js'

/** Timers may fire up to a millisecond early; clocks of nodes run at rates that differ by far less than this. */
const MARGIN_MS = 10
/** Without a cache no lease is waited out, but a lookup on its way in another process still is. */
const LEAST_WAIT_MS = 1000

export interface AccessChangesOptions {
  readonly verifier: Pick<Verifier, 'invalidate'>
  readonly notifications: Pick<Notifications, 'send'>
  readonly ttlMs: number
  /** No other server works on this database. */
  readonly singleProcess: boolean
  /** The other processes of this server. */
  readonly peers?: Peers | undefined
}

export function createAccessChanges(options: AccessChangesOptions) {
  const { verifier, notifications, ttlMs, singleProcess, peers } = options
  const boundMs = ttlMs > 0 ? ttlMs + MARGIN_MS : 0

  function forget({ kind, id }: AccessChange): void {
    verifier.invalidate({ [`${kind}Id`]: id })
  }

  return {
    forget,
    /**
     * Called after the commit. No node, listening or not, may use a lookup for longer than one TTL after it
     * began, so one TTL from now every lookup in use began after the commit. The notification only shortens that
     * for nodes that hear it. On one machine nobody else need be waited for than those who say that they have
     * forgotten; one that does not respond is bound by the TTL as well.
     */
    async afterAccessChange(change: AccessChange): Promise<void> {
      forget(change)
      const message: Message = { type: 'access', change }
      if (!singleProcess) await Promise.all([notifications.send(message), delay(boundMs)])
      else await peers?.ask({ kind: 'take', message }, Math.max(boundMs, LEAST_WAIT_MS))
    },
  }
}
