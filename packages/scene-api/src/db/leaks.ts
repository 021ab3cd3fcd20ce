/** Credentials that somebody has found in public: reports that wait to be looked up, and what they turned out to be. */
import { index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

/** Gone once looked up. Of a token only the hashes are here under which it may be stored. */
export const leakReports = pgTable(
  'leak_reports',
  {
    id: id(),
    hashes: text('hashes').array().notNull(),
    url: text('url'),
    source: text('source').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [index('leak_reports_received').on(table.receivedAt)],
)

export const leaks = pgTable(
  'leaks',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['api_key', 'service_token', 'signing_key'] }).notNull(),
    credentialId: text('credential_id').notNull(),
    name: text('name').notNull(),
    preview: text('preview').notNull(),
    url: text('url'),
    source: text('source').notNull(),
    seenAt: instant('seen_at').notNull(),
    /** When it was ended because of this; null: it was not. */
    endedAt: instant('ended_at'),
  },
  (table) => [
    unique('leaks_once').on(table.credentialId, table.url).nullsNotDistinct(),
    index('leaks_organization').on(table.organizationId, table.seenAt, table.id),
  ],
)
