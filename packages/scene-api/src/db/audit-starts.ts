/**
 * Where an organization's audit log begins, once entries were removed after their time. Written by the database function
 * `audit_log_forget` alone.
 */
import type { SignedAuditHead } from '@vectreal/auth-core/audit'
import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'

export const auditStarts = pgTable('audit_starts', {
  // No foreign key: the log outlives its organization.
  organizationId: text('organization_id').primaryKey(),
  /** Of the last entry that was removed. */
  sequence: integer('sequence').notNull(),
  /** That entry as a head, signed when it was removed. */
  head: jsonb('head').$type<SignedAuditHead>().notNull(),
  removedAt: instant('removed_at').notNull(),
})
