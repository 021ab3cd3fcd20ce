/** `GET …/webhooks`: newest first. */
import * as contract from '../../contract/webhooks.js'
import { and, desc, eq, sql } from 'drizzle-orm'
import { webhooks } from '../../db/webhooks.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { route } from '../../mount/route.js'
import { presentWebhook } from '../../domain/webhooks/present-webhook.js'

export const listWebhooks = route({
  operation: contract.listWebhooks,
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const { createdAt, id, organizationId } = webhooks
    const rows = await db
      .select()
      .from(webhooks)
      .where(
        and(
          eq(organizationId, access.organization.id),
          after ? sql`(${createdAt}, ${id}) < (${after.at.toISOString()}, ${after.id})` : undefined,
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit + 1)
    const now = clock.now()
    return toPage(
      rows,
      limit,
      (row) => ({ at: row.createdAt, id: row.id }),
      (row) => presentWebhook(row, now),
    )
  },
})
