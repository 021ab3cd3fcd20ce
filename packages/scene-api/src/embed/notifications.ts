/** Messages between the nodes of one database, over LISTEN/NOTIFY. They make things fast; nothing relies on them. */
import pg, { type Pool } from 'pg'
import type { Logger } from 'pino'
import { connectionConfig } from '../db/connection-config.js'
import type { Pooling } from '../db/session.js'
import type { Message } from './messages.js'

const CHANNEL = 'vectreal_embed'
const RECONNECT_MS = { first: 100, most: 5000 }
const NOTIFY_TIMEOUT_MS = 1000

export interface Notifications {
  /** Resolves when the message is out, or when that has failed or taken too long: the caller goes on either way. */
  send(message: Message): Promise<void>
  readonly isListening: boolean
  close(): Promise<void>
}

export interface NotificationsOptions {
  readonly pool: Pool
  /** Where to listen, past any pooler. Undefined: where the pool connects to. */
  readonly url?: string | undefined
  readonly pooling: Pooling
  readonly logger: Logger
  onMessage(message: Message): void
  /** Listening has begun, again perhaps: what was said meanwhile has been missed. */
  onListening(): void
}

/** Listens on a connection of its own, which comes back by itself. */
export function createNotifications(options: NotificationsOptions): Notifications {
  const { pool, url, pooling, logger, onMessage, onListening } = options
  let client: pg.Client | null = null
  let listening = false
  let closed = false
  let waitMs = RECONNECT_MS.first
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    if (closed) return
    const { max: _max, ...pooled } = pool.options
    const next = new pg.Client({
      ...(url === undefined ? pooled : connectionConfig(url)),
      application_name: 'vectreal-listen',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      statement_timeout: false,
      query_timeout: NOTIFY_TIMEOUT_MS * 5,
    } as pg.ClientConfig)
    client = next
    let lost = false
    const lose = (reason: string) => {
      if (lost) return
      lost = true
      listening = false
      if (closed) return
      logger.warn({ reason }, 'notify connection lost; connecting again')
      next.end().catch(() => {})
      timer = setTimeout(() => void connect(), waitMs * (0.5 + Math.random()))
      timer.unref()
      waitMs = Math.min(waitMs * 2, RECONNECT_MS.most)
    }
    next.on('error', ({ message }) => lose(message))
    next.on('end', () => lose('ended'))
    next.on('notification', ({ payload }) => {
      const message = readMessage(payload)
      if (message !== null) onMessage(message)
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
      listening = true
      waitMs = RECONNECT_MS.first
      onListening()
    } catch (error) {
      lose((error as Error).message)
    }
  }

  // A connection lent for one transaction hears nothing; nodes then learn of changes by asking.
  if (url !== undefined || pooling === 'session') void connect()

  return {
    async send(message) {
      const sent = pool.query({
        text: 'select pg_notify($1, $2)',
        values: [CHANNEL, JSON.stringify(message)],
      })
      const late = new Promise<void>((resolve) => setTimeout(resolve, NOTIFY_TIMEOUT_MS).unref())
      await Promise.race([sent, late]).catch((error: Error) => {
        logger.warn({ reason: error.message }, 'notification not sent')
      })
    },
    get isListening() {
      return listening
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}

function readMessage(payload: string | undefined): Message | null {
  try {
    const message = JSON.parse(payload ?? '') as Message
    if (message.type === 'access') return message
    // An older version names an instant by its own clock instead; this one finds such a block at the next failure.
    return message.type === 'blocked' && message.milliseconds > 0 ? message : null
  } catch {
    return null
  }
}
