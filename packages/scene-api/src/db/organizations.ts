/** Organizations, members and invitations: better-auth's tables, with our plan. */
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { users } from './users.js'

/** As the audit log names whoever acts. */
interface Deleter {
  readonly kind: 'user' | 'service_token' | 'operator' | 'system'
  readonly id: string
  readonly name: string
  readonly email: string | null
}

export const organizations = pgTable(
  'organizations',
  {
    id: id(),
    name: text('name').notNull(),
    slug: text('slug').notNull().unique(),
    logo: text('logo'),
    metadata: text('metadata'),
    plan: text('plan', { enum: ['free', 'pro', 'business', 'enterprise'] })
      .notNull()
      .default('free'),
    createdAt: instant('created_at').notNull(),
    requireTwoFactor: boolean('require_two_factor').notNull().default(false),
    /** Of new API keys and signing keys; null: any. */
    maxKeyLifetimeDays: integer('max_key_lifetime_days'),
    /** Keys that nothing uses for so long are revoked; null: they stay. */
    endUnusedKeysAfterDays: integer('end_unused_keys_after_days'),
    /** Ends service tokens and signing keys that are found in public, at once. */
    endLeakedCredentials: boolean('end_leaked_credentials').notNull().default(false),
    /** Since when the operator keeps its embeds from being served; null: they are. */
    suspendedAt: instant('suspended_at'),
    /** Since when it is being deleted, for good: what is left of it goes step by step. */
    deletingAt: instant('deleting_at'),
    /** Who deletes it. */
    deletingBy: jsonb('deleting_by').$type<Deleter>(),
  },
  (table) => [
    index('organizations_deleting').on(table.deletingAt).where(sql`${table.deletingAt} is not null`),
    check('organizations_plan', sql`${table.plan} in ('free', 'pro', 'business', 'enterprise')`),
  ],
)

const ROLES = ['owner', 'admin', 'member', 'viewer'] as const

export const members = pgTable(
  'members',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ROLES }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('members_once').on(table.organizationId, table.userId),
    index('members_user_id').on(table.userId),
    check('members_role', sql`${table.role} in ('owner', 'admin', 'member', 'viewer')`),
  ],
)

export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role', { enum: ROLES }),
    status: text('status').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    inviterId: text('inviter_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [
    index('invitations_organization_id').on(table.organizationId),
    index('invitations_email').on(table.email),
    index('invitations_inviter_id').on(table.inviterId),
    check('invitations_role', sql`${table.role} in ('owner', 'admin', 'member', 'viewer')`),
  ],
)
