/** Reminders as the API shows and sends them: everything of the key but its token. */
import type { Queryable } from '../../db/database.js'
import type { expiryReminders } from '../../db/reminders.js'
import { type ApiKeyRow, presentApiKeys } from '../keys/present-api-key.js'
import type { Reminder } from '../../schemas/reminders.js'

export interface ReminderWithKey {
  readonly reminder: typeof expiryReminders.$inferSelect
  readonly key: ApiKeyRow
}

export async function presentReminders(
  db: Queryable,
  rows: readonly ReminderWithKey[],
  now: Date,
): Promise<Reminder[]> {
  const keys = await presentApiKeys(
    db,
    rows.map(({ key }) => key),
    now,
  )
  return rows.map(({ reminder }, index) => {
    const { id, name, preview, expiresAt, projects, externalId } = keys[index] as (typeof keys)[number]
    return {
      id: reminder.id,
      type: 'api_key.expiring',
      createdAt: reminder.createdAt.toISOString(),
      apiKey: { id, name, preview, expiresAt, projects, externalId },
      deliveredAt: reminder.deliveredAt?.toISOString() ?? null,
      lastError: reminder.lastError,
    }
  })
}
