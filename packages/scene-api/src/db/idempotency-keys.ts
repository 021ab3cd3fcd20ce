/** First responses of creating requests, by `Idempotency-Key`. */
import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'
import { organizations } from './organizations.js'

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Who sent it: keys of two callers never meet. */
    actorId: text('actor_id').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of method, path and canonical body. */
    requestHash: text('request_hash').notNull(),
    /** The response without its token. */
    body: jsonb('body').$type<Record<string, unknown>>().notNull(),
    /** The token, encrypted (AES-256-GCM); removed once `tokenUntil` has passed. A key without `tokenUntil` never had one. */
    encryptedToken: text('encrypted_token'),
    tokenUntil: instant('token_until'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.actorId, table.key] }),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
)
