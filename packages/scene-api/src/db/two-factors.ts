/** A person's authenticator app and recovery codes, both encrypted: the table of better-auth's two-factor plug-in. */
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { users } from './users.js'

export const twoFactors = pgTable('two_factors', {
  id: id(),
  secret: text('secret').notNull(),
  backupCodes: text('backup_codes').notNull(),
  userId: text('user_id')
    .notNull()
    .unique()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** False until the first right code. */
  verified: boolean('verified').notNull().default(true),
  failedVerificationCount: integer('failed_verification_count').notNull().default(0),
  lockedUntil: instant('locked_until'),
  /** The time step of the last code that was taken: a code works once. */
  lastStep: integer('last_step').notNull().default(0),
})
