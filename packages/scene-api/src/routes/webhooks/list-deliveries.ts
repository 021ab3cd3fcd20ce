/** `GET …/webhooks/:webhook/deliveries`: newest first. */
import * as contract from '../../contract/webhooks.js'
import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { webhookDeliveries, webhookEvents } from '../../db/webhooks.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { route } from '../../mount/route.js'
import { requireWebhook } from '../../domain/webhooks/find-webhook.js'
import { presentDelivery } from '../../domain/webhooks/present-webhook.js'

export const listWebhookDeliveries = route({
  operation: contract.listWebhookDeliveries,
  async handle({ context: { db }, access: { organization }, params, query: { cursor, limit, state } }) {
    const webhook = await requireWebhook(db, organization.id, params.webhook)
    const after = decodeCursor(cursor)
    const { createdAt, id, webhookId } = webhookDeliveries
    const rows = await db
      .select({ delivery: getTableColumns(webhookDeliveries), event: getTableColumns(webhookEvents) })
      .from(webhookDeliveries)
      .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
      .where(
        and(
          eq(webhookId, webhook.id),
          state === undefined ? undefined : eq(webhookDeliveries.state, state),
          after ? sql`(${createdAt}, ${id}) < (${after.at.toISOString()}, ${after.id})` : undefined,
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit + 1)
    return toPage(
      rows,
      limit,
      ({ delivery }) => ({ at: delivery.createdAt, id: delivery.id }),
      presentDelivery,
    )
  },
})
