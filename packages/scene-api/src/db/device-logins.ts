/** Programs that wait for a person to let them in (RFC 8628). Gone once the program has its token, or after minutes. */
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

export const deviceLogins = pgTable(
  'device_logins',
  {
    id: id(),
    /** SHA-256 of the device code: whoever has the code gets the token. */
    deviceCodeHash: text('device_code_hash').notNull().unique(),
    /** What a person reads and types, without its hyphen. */
    userCode: text('user_code').notNull().unique(),
    /** What the program says of itself. */
    name: text('name').notNull(),
    address: text('address').notNull(),
    status: text('status', { enum: ['waiting', 'approved', 'denied'] })
      .notNull()
      .default('waiting'),
    organizationId: text('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
    /** The service token, encrypted until the program fetches it. */
    sealedToken: text('sealed_token'),
    tokenExpiresAt: instant('token_expires_at'),
    requestedAt: instant('requested_at').notNull(),
    lastPolledAt: instant('last_polled_at'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('device_logins_expiry').on(table.expiresAt)],
)
