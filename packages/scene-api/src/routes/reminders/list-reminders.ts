/** `GET …/reminders`: every reminder there was, delivered or not. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { apiKeys } from '../../db/api-keys.js'
import { expiryReminders } from '../../db/reminders.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { defineOperation } from '../../http/operation.js'
import { presentReminders } from '../../reminders/present-reminders.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'
import { reminderSchema } from '../../schemas/reminders.js'

export const listReminders = defineOperation({
  id: 'listReminders',
  method: 'get',
  path: '/api/organizations/{org}/reminders',
  tag: 'Reminders',
  summary: 'List reminders',
  description: 'Newest first. A job may read them here instead of taking deliveries.',
  permission: 'reminder:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of reminders', schema: listOf(reminderSchema) },
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
