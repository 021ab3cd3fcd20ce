/** Passkeys: the table of better-auth's passkey plug-in. Public keys only. */
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { users } from './users.js'

export const passkeys = pgTable(
  'passkeys',
  {
    id: id(),
    name: text('name'),
    publicKey: text('public_key').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    credentialID: text('credential_id').notNull().unique(),
    counter: integer('counter').notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    createdAt: instant('created_at'),
    aaguid: text('aaguid'),
  },
  (table) => [index('passkeys_user_id').on(table.userId)],
)
