/** Takes an endpoint that is due, for this process alone, with what can be sent to it now. */
import { and, asc, eq, getTableColumns, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { webhookDeliveries, webhookEvents, webhooks } from '../../db/webhooks.js'

/** Longer than everything in a batch can take; a process that dies holds its endpoint up for so long. */
const LEASE_MS = 60_000
/** Requests that one endpoint gets at once, each about another subject. */
const BATCH = 4
/** Endpoints of one organization that are sent to at once. */
const MAX_OF_ORGANIZATION = 3

export type WebhookRow = typeof webhooks.$inferSelect
type DeliveryRow = typeof webhookDeliveries.$inferSelect
export type EventRow = typeof webhookEvents.$inferSelect

export interface ClaimedDelivery {
  readonly delivery: DeliveryRow
  readonly event: EventRow
}

export interface Batch {
  readonly webhook: WebhookRow
  /** Never empty; `attempts` counts the one that is about to be made. */
  readonly deliveries: readonly ClaimedDelivery[]
}

/** Null: nothing is due. */
export async function claimBatch({ db, clock }: Context, isSlow: boolean): Promise<Batch | null> {
  for (;;) {
    const claimed = await db.transaction(async (tx) => {
      const now = clock.now()
      const webhook = await lockDue(tx, isSlow, now)
      return webhook === null ? 'nothing' : takeDue(tx, webhook, now)
    })
    if (claimed === 'nothing') return null
    // Otherwise its time was noted too early, which has been put right.
    if (claimed !== null) return claimed
  }
}

/** One delivery, whatever else is due. Null: another process is sending to its endpoint. */
export async function claimOne(
  { db, clock }: Context,
  webhookId: string,
  deliveryId: string,
): Promise<Batch | null> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const [webhook] = await tx
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.id, webhookId), isPast(webhooks.leasedUntil, now)))
      .for('update', { skipLocked: true })
    return webhook ? take(tx, webhook, now, eq(webhookDeliveries.id, deliveryId), 1) : null
  })
}

async function lockDue(tx: Transaction, isSlow: boolean, now: Date): Promise<WebhookRow | null> {
  const busy = sql`(
    select count(*) from webhooks other
    where other.organization_id = ${webhooks.organizationId} and other.leased_until > ${now.toISOString()}
  ) < ${MAX_OF_ORGANIZATION}`
  const [webhook] = await tx
    .select()
    .from(webhooks)
    .where(
      and(
        isNull(webhooks.disabledAt),
        eq(webhooks.isSlow, isSlow),
        lte(webhooks.dueAt, now),
        isPast(webhooks.pausedUntil, now),
        isPast(webhooks.leasedUntil, now),
        busy,
      ),
    )
    .orderBy(asc(webhooks.dueAt))
    .limit(1)
    .for('update', { skipLocked: true })
  return webhook ?? null
}

async function takeDue(tx: Transaction, webhook: WebhookRow, now: Date): Promise<Batch | null> {
  const isHead = sql`not exists (
    select from webhook_deliveries earlier
    where earlier.webhook_id = ${webhookDeliveries.webhookId} and earlier.subject = ${webhookDeliveries.subject}
      and earlier.state = 'pending' and earlier.sequence < ${webhookDeliveries.sequence})`
  const due = and(lte(webhookDeliveries.nextAttemptAt, now), isHead)
  // Whether it has come back, one request tells.
  const batch = await take(tx, webhook, now, due, webhook.failures > 0 ? 1 : BATCH)
  if (batch === null)
    await tx
      .update(webhooks)
      .set({ dueAt: nextDue(webhook.id) })
      .where(eq(webhooks.id, webhook.id))
  return batch
}

async function take(
  tx: Transaction,
  webhook: WebhookRow,
  now: Date,
  which: SQL | undefined,
  limit: number,
): Promise<Batch | null> {
  const found = await tx
    .select({ delivery: getTableColumns(webhookDeliveries), event: getTableColumns(webhookEvents) })
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(and(eq(webhookDeliveries.webhookId, webhook.id), eq(webhookDeliveries.state, 'pending'), which))
    .orderBy(asc(webhookDeliveries.sequence))
    .limit(limit)
  if (found.length === 0) return null
  await tx
    .update(webhookDeliveries)
    .set({ attempts: sql`${webhookDeliveries.attempts} + 1`, lastAttemptAt: now })
    .where(
      inArray(
        webhookDeliveries.id,
        found.map(({ delivery }) => delivery.id),
      ),
    )
  await tx
    .update(webhooks)
    .set({ leasedUntil: new Date(now.getTime() + LEASE_MS) })
    .where(eq(webhooks.id, webhook.id))
  return {
    webhook,
    deliveries: found.map(({ delivery, event }) => ({
      delivery: { ...delivery, attempts: delivery.attempts + 1 },
      event,
    })),
  }
}

/** When the next delivery of an endpoint may be sent: of each subject only the first can be. Null: nothing is pending. */
export const nextDue = (webhookId: string): SQL<Date | null> => sql`(
  select min(head.next_attempt_at) from (
    select distinct on (subject) next_attempt_at from webhook_deliveries
    where webhook_id = ${webhookId} and state = 'pending' order by subject, sequence
  ) head)`

const isPast = (column: typeof webhooks.leasedUntil | typeof webhooks.pausedUntil, now: Date) =>
  or(isNull(column), lte(column, now))
