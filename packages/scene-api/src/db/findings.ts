/** Findings of organizations that are too large to be judged while somebody waits (see src/domain/hygiene). */
import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'
import { organizations } from './organizations.js'

export const findingSets = pgTable('finding_sets', {
  organizationId: text('organization_id')
    .primaryKey()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  /** Null: not yet. */
  judgedAt: instant('judged_at'),
  /** When somebody last wanted to see them. */
  askedAt: instant('asked_at').notNull(),
})

export const findings = pgTable(
  'findings',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** 0 is the most pressing. */
    place: integer('place').notNull(),
    /** Tells each from every other, also after the next judgement. */
    rank: text('rank').notNull(),
    finding: jsonb('finding').$type<object>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.place] })],
)
