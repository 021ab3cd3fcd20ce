/** `GET …/reminders`: every reminder there was, delivered or not. */
import { and, desc, eq, sql } from 'drizzle-orm'
import * as contract from '../../contract/reminders.js'
import { route } from '../../mount/route.js'
import { apiKeys } from '../../db/api-keys.js'
import { expiryReminders } from '../../db/reminders.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { presentReminders } from '../../domain/reminders/present-reminders.js'

export const listReminders = route({
  operation: contract.listReminders,
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const { createdAt, id, organizationId } = expiryReminders
    const rows = await db
      .select({ reminder: expiryReminders, key: apiKeys })
      .from(expiryReminders)
      .innerJoin(apiKeys, eq(apiKeys.id, expiryReminders.keyId))
      .where(
        and(
          eq(organizationId, access.organization.id),
          after ? sql`(${createdAt}, ${id}) < (${after.at.toISOString()}, ${after.id})` : undefined,
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit + 1)
    const page = toPage(
      rows,
      limit,
      ({ reminder }) => ({ at: reminder.createdAt, id: reminder.id }),
      (row) => row,
    )
    return { ...page, items: await presentReminders(db, page.items, clock.now()) }
  },
})
