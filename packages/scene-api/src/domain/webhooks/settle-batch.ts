/** Notes what became of a batch, and what follows for its endpoint. */
import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { expiryReminders } from '../../db/reminders.js'
import { webhookDeliveries, webhooks } from '../../db/webhooks.js'
import { type Batch, type ClaimedDelivery, nextDue, type WebhookRow } from './claim-batch.js'
import { disableWebhook } from './disable-webhook.js'
import { TEST_EVENT_TYPE } from '../../schemas/webhook-event-types.js'
import type { Outcome } from './post-event.js'
import { isGivenUp, retryDelayMs } from './retry-plan.js'
import { tellOfEnd } from './tell-of-end.js'

/** An endpoint that takes longer is sent to beside others like it. */
const SLOW_MS = 2000
const GONE = 410

export interface Settled extends ClaimedDelivery {
  readonly outcome: Outcome
}

export async function settleBatch(
  context: Context,
  { webhook }: Pick<Batch, 'webhook'>,
  settled: readonly Settled[],
): Promise<void> {
  const { db, clock } = context
  const now = clock.now()
  const end = endOf(webhook, settled, now)
  await db.transaction(async (tx) => {
    // In the order of every other transaction: organization, endpoint.
    if (end !== null) await lockOrganizationRow(tx, webhook.organizationId)
    const [row] = await tx
      .select({ id: webhooks.id, disabledAt: webhooks.disabledAt })
      .from(webhooks)
      .where(eq(webhooks.id, webhook.id))
      .for('update')
    if (!row) return
    for (const each of settled) await settleDelivery(tx, each, now)
    if (end !== null && row.disabledAt === null) await disableWebhook(tx, webhook, end, now)
    await tx
      .update(webhooks)
      .set({ ...healthAfter(webhook, settled, now), leasedUntil: null, dueAt: nextDue(webhook.id) })
      .where(eq(webhooks.id, webhook.id))
  })
  if (end !== null) await tellOfEnd(context, webhook, end)
}

function endOf(webhook: WebhookRow, settled: readonly Settled[], now: Date): 'gone' | 'failing' | null {
  if (webhook.disabledAt !== null) return null
  const real = settled.filter((each) => !isTest(each))
  if (real.some(({ outcome }) => outcome.status === GONE)) return 'gone'
  const { failingSince } = webhook
  const failsOn = real.length > 0 && real.every(({ outcome }) => !outcome.ok)
  return failsOn && failingSince !== null && isGivenUp(failingSince, now) ? 'failing' : null
}

async function settleDelivery(
  tx: Transaction,
  { delivery, event, outcome }: Settled,
  now: Date,
): Promise<void> {
  const { id, attempts, createdAt } = delivery
  const ended = isTest({ event }) || isGivenUp(createdAt, now)
  const waitMs = waitAfter(attempts, [outcome])
  const [noted] = await tx
    .update(webhookDeliveries)
    .set({
      state: outcome.ok ? 'delivered' : ended ? 'failed' : 'pending',
      deliveredAt: outcome.ok ? now : null,
      nextAttemptAt: new Date(now.getTime() + waitMs),
      lastStatus: outcome.status,
      lastAnswer: outcome.answer,
      lastError: outcome.error,
      lastDurationMs: outcome.durationMs,
    })
    // A process that was held up past its lease finds that another one has tried since.
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.attempts, attempts),
        eq(webhookDeliveries.state, 'pending'),
      ),
    )
    .returning({ id: webhookDeliveries.id })
  if (noted && event.type.endsWith('.expiring')) await noteReminder(tx, event.id, outcome, now)
}

/** `…/reminders` shows what became of each. */
async function noteReminder(tx: Transaction, id: string, { ok, error }: Outcome, now: Date): Promise<void> {
  await tx
    .update(expiryReminders)
    .set(
      ok
        ? {
            deliveredAt: sql`coalesce(${expiryReminders.deliveredAt}, ${now.toISOString()})`,
            lastError: null,
          }
        : { lastError: sql`case when ${expiryReminders.deliveredAt} is null then ${error} end` },
    )
    .where(eq(expiryReminders.id, id))
}

function healthAfter(webhook: WebhookRow, settled: readonly Settled[], now: Date) {
  const isSlow = settled.some(({ outcome }) => !outcome.ok || outcome.durationMs > SLOW_MS)
  if (settled.some(({ outcome }) => outcome.ok)) {
    return { failures: 0, failingSince: null, pausedUntil: null, isSlow }
  }
  // Trying it out by hand tells when it works again, and nothing where it does not.
  if (settled.every(isTest)) return {}
  const failures = webhook.failures + 1
  const outcomes = settled.map(({ outcome }) => outcome)
  return {
    failures,
    failingSince: webhook.failingSince ?? now,
    pausedUntil: new Date(now.getTime() + waitAfter(failures, outcomes)),
    isSlow,
  }
}

/** As long as the plan says, or as the endpoint asks for where that is longer. Milliseconds. */
function waitAfter(attempts: number, outcomes: readonly Outcome[]): number {
  const asked = outcomes.map(({ retryAfterSeconds }) => (retryAfterSeconds ?? 0) * 1000)
  return Math.max(retryDelayMs(attempts, Math.random()), ...asked)
}

const isTest = ({ event }: Pick<Settled, 'event'>): boolean => event.type === TEST_EVENT_TYPE
