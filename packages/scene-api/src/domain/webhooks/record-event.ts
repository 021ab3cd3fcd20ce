/** Writes an event to the outbox, in the transaction of what it tells of, for every webhook that asks for its type. */
import { randomUUID } from 'node:crypto'
import { and, arrayContains, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { webhookDeliveries, webhookEvents, webhooks } from '../../db/webhooks.js'
import type { WebhookEventType } from '../../schemas/webhook-event-types.js'

export interface WebhookEvent {
  readonly id?: string
  readonly organizationId: string
  readonly type: WebhookEventType
  /** Events about one subject reach an endpoint in order, such as `api_key:<id>`. */
  readonly subject: string
  readonly at: Date
  /** A second event of the organization with this text is dropped. */
  readonly onceKey?: string
  /** Fields without secrets. Called only where somebody listens. */
  readonly data: () => Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>
}

/** The caller holds the organization's lock, so that events follow each other as what they tell of does. */
export async function recordEvent(tx: Queryable, event: WebhookEvent): Promise<void> {
  const { organizationId, type, subject, at, onceKey } = event
  const listening = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.organizationId, organizationId),
        isNull(webhooks.disabledAt),
        arrayContains(webhooks.types, [type]),
      ),
    )
  if (listening.length === 0) return
  const [written] = await tx
    .insert(webhookEvents)
    .values({
      id: event.id ?? randomUUID(),
      organizationId,
      type,
      subject,
      at,
      data: { ...(await event.data()) },
      onceKey: onceKey ?? null,
    })
    .onConflictDoNothing()
    .returning({ id: webhookEvents.id })
  if (!written) return
  const webhookIds = listening.map(({ id }) => id)
  await tx.insert(webhookDeliveries).values(
    webhookIds.map((webhookId) => ({
      id: randomUUID(),
      organizationId,
      webhookId,
      eventId: written.id,
      subject,
      createdAt: at,
      nextAttemptAt: at,
    })),
  )
  await tx
    .update(webhooks)
    .set({ dueAt: sql`least(${webhooks.dueAt}, ${at.toISOString()}::timestamptz)` })
    .where(inArray(webhooks.id, webhookIds))
}
