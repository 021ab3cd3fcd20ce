/** The last head of each organization's audit chain that was published, so that each is published once a day. */
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'

export const auditHeads = pgTable('audit_heads', {
  // No foreign key: the log outlives its organization.
  organizationId: text('organization_id').primaryKey(),
  sequence: integer('sequence').notNull(),
  publishedAt: instant('published_at').notNull(),
})
