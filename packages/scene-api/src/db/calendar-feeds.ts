/** The calendar feed of an organization: one secret address, of which only a hash is here. */
import { sql } from 'drizzle-orm'
import { check, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'
import { organizations } from './organizations.js'

export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    organizationId: text('organization_id')
      .primaryKey()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    // A snapshot: the feed outlives whoever made it.
    createdById: text('created_by_id').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdByEmail: text('created_by_email'),
    lastReadAt: instant('last_read_at'),
  },
  (table) => [check('calendar_feeds_token_hash', sql`${table.tokenHash} ~ '^[0-9a-f]{64}$'`)],
)
