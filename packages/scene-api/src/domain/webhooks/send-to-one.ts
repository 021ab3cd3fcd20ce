/** Sends one event to one webhook now, because somebody asks for it, and tells what came of it. */
import { randomUUID } from 'node:crypto'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { webhookDeliveries, webhookEvents, webhooks } from '../../db/webhooks.js'
import { Problem } from '../../problem.js'
import type { WebhookDelivery } from '../../schemas/webhooks.js'
import type { ClaimedDelivery, EventRow, WebhookRow } from './claim-batch.js'
import { deliverNow } from './deliver.js'
import { presentDelivery } from './present-webhook.js'

/** Throws `conflict` where the webhook is turned off. */
export function requireEnabled({ disabledAt }: WebhookRow): void {
  if (disabledAt === null) return
  throw new Problem('conflict', { detail: 'The webhook is turned off. Turn it on first.' })
}

/** Returns the id of the new delivery. The webhook is locked by the caller. */
export async function addDelivery(
  tx: Transaction,
  { id: webhookId, organizationId }: WebhookRow,
  { id: eventId, subject }: Pick<EventRow, 'id' | 'subject'>,
  now: Date,
): Promise<string> {
  const id = randomUUID()
  await tx.insert(webhookDeliveries).values({
    id,
    organizationId,
    webhookId,
    eventId,
    subject,
    createdAt: now,
    nextAttemptAt: now,
  })
  const dueAt = sql`least(${webhooks.dueAt}, ${now.toISOString()}::timestamptz)`
  await tx.update(webhooks).set({ dueAt }).where(eq(webhooks.id, webhookId))
  return id
}

/** Waits for the endpoint. Where another delivery is under way to it, this one stays `pending` and goes out after that. */
export async function sendToOne(
  context: Context,
  organizationId: string,
  webhookId: string,
  deliveryId: string,
): Promise<WebhookDelivery> {
  await deliverNow(context, webhookId, deliveryId)
  const found = await findDelivery(context.db, organizationId, deliveryId)
  if (found === null) throw new Problem('not_found', { detail: 'The webhook was deleted meanwhile.' })
  return presentDelivery(found)
}

export async function findDelivery(
  db: Context['db'] | Transaction,
  organizationId: string,
  deliveryId: string,
): Promise<ClaimedDelivery | null> {
  const [found] = await db
    .select({ delivery: getTableColumns(webhookDeliveries), event: getTableColumns(webhookEvents) })
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(and(eq(webhookDeliveries.id, deliveryId), eq(webhookDeliveries.organizationId, organizationId)))
  return found ?? null
}
