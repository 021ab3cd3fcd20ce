/** Reminders of keys that end soon. */
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { apiKeys } from './api-keys.js'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

/**
 * Its rows became `webhooks` of the format `reminder`. It is read by nodes of the version before alone, and is dropped
 * once none may run any more.
 */
export const reminderWebhooks = pgTable('reminder_webhooks', {
  organizationId: text('organization_id')
    .primaryKey()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  url: text('url').notNull(),
  /** Signs deliveries; encrypted, as it must be read back. */
  encryptedSecret: text('encrypted_secret').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const expiryReminders = pgTable(
  'expiry_reminders',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    deliveredAt: instant('delivered_at'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    lastError: text('last_error'),
    /** When its event was written; null: a node of the version before has made it. */
    announcedAt: instant('announced_at'),
  },
  (table) => [
    // One reminder a key, whichever process looks first.
    uniqueIndex('expiry_reminders_key').on(table.keyId),
    index('expiry_reminders_organization').on(table.organizationId, table.createdAt),
    index('expiry_reminders_due').on(table.nextAttemptAt),
  ],
)
