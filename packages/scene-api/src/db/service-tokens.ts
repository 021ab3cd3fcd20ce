/** Tokens of programs that manage one organization. Only a hash is here. */
import { sql } from 'drizzle-orm'
import { check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

export const serviceTokens = pgTable(
  'service_tokens',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    pepperId: text('pepper_id'),
    preview: text('preview').notNull(),
    createdAt: instant('created_at').notNull(),
    createdById: text('created_by_id').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdByEmail: text('created_by_email'),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    revokedById: text('revoked_by_id'),
    revokedByName: text('revoked_by_name'),
    revokedByEmail: text('revoked_by_email'),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [
    index('service_tokens_organization').on(table.organizationId, table.createdAt, table.id),
    check('service_tokens_name', sql`char_length(${table.name}) between 1 and 100`),
    check('service_tokens_token_hash', sql`${table.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check('service_tokens_preview', sql`char_length(${table.preview}) = 4`),
    check('service_tokens_expiry_order', sql`${table.expiresAt} > ${table.createdAt}`),
    check('service_tokens_revoker', sql`${table.revokedAt} is null or ${table.revokedById} is not null`),
  ],
)
