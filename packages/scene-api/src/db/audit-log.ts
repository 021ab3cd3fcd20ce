/** Who did what. Append-only by trigger; each entry carries the hash of the one before it in its organization. */
import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'

export const auditLog = pgTable(
  'audit_log',
  {
    // No foreign key: the log outlives what it tells of.
    organizationId: text('organization_id').notNull(),
    /** 1, 2, 3, … within the organization. */
    sequence: integer('sequence').notNull(),
    id: text('id').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    actorKind: text('actor_kind', { enum: ['user', 'service_token', 'operator', 'system'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    actorEmail: text('actor_email'),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    address: text('address'),
    requestId: text('request_id'),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.sequence] }),
    uniqueIndex('audit_log_id').on(table.id),
    index('audit_log_action').on(table.organizationId, table.action, table.sequence),
    index('audit_log_actor').on(table.organizationId, table.actorId, table.sequence),
    index('audit_log_actor_email').on(table.organizationId, table.actorEmail, table.sequence),
    index('audit_log_at').on(table.organizationId, table.at),
    check('audit_log_sequence', sql`${table.sequence} > 0`),
    check(
      'audit_log_hash',
      sql`${table.hash} ~ '^[0-9a-f]{64}$' and ${table.previousHash} ~ '^[0-9a-f]{64}$'`,
    ),
  ],
)
