/** Addresses that the operator lets make an account, beside those that organizations invite. */
import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'

export const signUpInvitations = pgTable('sign_up_invitations', {
  /** Lower case. */
  email: text('email').primaryKey(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
})
