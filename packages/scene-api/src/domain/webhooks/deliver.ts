/** Sends what is due to webhooks: many endpoints at once, of each its subjects in order. */
import type { Context } from '../../context.js'
import { isLoopbackUrl } from '../../loopback-url.js'
import { unseal } from '../../seal.js'
import { type Batch, claimBatch, claimOne, type ClaimedDelivery, type WebhookRow } from './claim-batch.js'
import { type Outcome, postEvent } from './post-event.js'
import { settleBatch } from './settle-batch.js'
import { signReminder, signStandard } from './sign-event.js'

/** Endpoints that this process sends to at once. Those that fail or are slow share places of their own. */
const PLACES = { quick: 32, slow: 32 } as const
const TURN_MS = 1000

interface Dispatcher {
  /** Starts what is due, as far as there are places. */
  turn(): Promise<void>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
  close(): void
}

function createDispatcher(context: Context): Dispatcher {
  const running = { quick: new Set<Promise<void>>(), slow: new Set<Promise<void>>() }
  const state = { isOpen: true, again: false, turning: null as Promise<void> | null }

  async function fill(lane: keyof typeof PLACES): Promise<void> {
    while (state.isOpen && running[lane].size < PLACES[lane]) {
      const batch = await claimBatch(context, lane === 'slow')
      if (batch === null) return
      const work: Promise<void> = sendBatch(context, batch)
        .catch((error: unknown) => context.logger.warn({ err: error }, 'deliveries not noted'))
        .finally(() => running[lane].delete(work))
        // An endpoint may have changed lanes by it.
        .then(turn)
      running[lane].add(work)
    }
  }
  async function fillBoth(): Promise<void> {
    state.again = false
    try {
      await Promise.all([fill('quick'), fill('slow')])
    } catch (error) {
      context.logger.warn({ err: error }, 'deliveries not claimed')
    }
    if (state.again) return fillBoth()
    state.turning = null
  }
  /** What asks meanwhile may know of something that was not due a moment ago. */
  function turn(): Promise<void> {
    state.again = true
    state.turning ??= fillBoth()
    return state.turning
  }
  async function idle(): Promise<void> {
    const busy = [...running.quick, ...running.slow]
    if (state.turning === null && busy.length === 0) return
    await Promise.all([state.turning, ...busy])
    await idle()
  }
  return {
    turn,
    idle,
    close() {
      state.isOpen = false
    },
  }
}

/** Everything that is due now, and what becomes due by it. */
export async function deliverDue(context: Context): Promise<void> {
  const dispatcher = createDispatcher(context)
  await dispatcher.turn()
  await dispatcher.idle()
}

/** Returns a function that stops it, which waits for what is being sent. */
export function startDelivering(context: Context): () => Promise<void> {
  const dispatcher = createDispatcher(context)
  const timer = setInterval(() => void dispatcher.turn(), TURN_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    dispatcher.close()
    await dispatcher.idle()
  }
}

/** One delivery at once, before all others. False: its endpoint is being sent to; it goes out in its turn. */
export async function deliverNow(context: Context, webhookId: string, deliveryId: string): Promise<boolean> {
  const batch = await claimOne(context, webhookId, deliveryId)
  if (batch === null) return false
  await sendBatch(context, batch)
  return true
}

async function sendBatch(context: Context, batch: Batch): Promise<void> {
  const settled = await Promise.all(
    batch.deliveries.map(async (claimed) => ({
      ...claimed,
      outcome: await send(context, batch.webhook, claimed),
    })),
  )
  for (const { delivery, outcome } of settled) {
    if (!outcome.ok) {
      const { id, attempts } = delivery
      context.logger.warn({ delivery: id, attempts, reason: outcome.error }, 'webhook delivery failed')
    }
  }
  await settleBatch(context, batch, settled)
}

async function send(context: Context, webhook: WebhookRow, { event }: ClaimedDelivery): Promise<Outcome> {
  const { clock, settings } = context
  const now = clock.now()
  const secrets = readSecrets(settings.authSecret, webhook, now)
  if (secrets === null) return UNSIGNED
  const { body, headers } =
    webhook.format === 'reminder' ? signReminder(event, secrets[0], now) : signStandard(event, secrets, now)
  return postEvent({ url: webhook.url, headers, body, allowPrivate: isLoopbackUrl(settings.publicUrl) })
}

const UNSIGNED: Outcome = {
  ok: false,
  status: null,
  answer: null,
  error: 'the signing secret cannot be read: rotate it',
  durationMs: 0,
  retryAfterSeconds: null,
}

/** The present one first. Null where they were sealed under another secret of the server. */
function readSecrets(
  authSecret: string,
  webhook: WebhookRow,
  now: Date,
): readonly [string, ...string[]] | null {
  const { encryptedSecret, encryptedFormerSecret, formerSecretUntil } = webhook
  try {
    const secret = unseal(authSecret, encryptedSecret)
    if (encryptedFormerSecret === null || formerSecretUntil === null || formerSecretUntil <= now)
      return [secret]
    return [secret, unseal(authSecret, encryptedFormerSecret)]
  } catch {
    return null
  }
}
