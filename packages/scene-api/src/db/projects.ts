/** Projects: each owns scenes and one embed allowlist. */
import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

export const projects = pgTable(
  'projects',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    slug: text('slug').notNull(),
    /** Normalised patterns, in the order the owner gave them. */
    allowedDomains: text('allowed_domains').array().notNull().default(sql`'{}'`),
    allowLocalhost: boolean('allow_localhost').notNull().default(true),
    /** Plain keys are refused: only visitor tokens open the scenes. */
    requireVisitorToken: boolean('require_visitor_token').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('projects_slug').on(table.organizationId, table.slug),
    // The target of composite foreign keys: a row elsewhere cannot pair a project with another organization.
    unique('projects_of_organization').on(table.id, table.organizationId),
    check('projects_name', sql`char_length(${table.name}) between 1 and 100`),
  ],
)
