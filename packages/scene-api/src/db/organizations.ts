/** Organizations, members and invitations: better-auth's tables, with our plan. */
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { users } from './users.js'

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
    /** Of new API keys; null: any. */
    maxKeyLifetimeDays: integer('max_key_lifetime_days'),
    /** Since when the operator keeps its embeds from being served; null: they are. */
    suspendedAt: instant('suspended_at'),
  },
  (table) => [check('organizations_plan', sql`${table.plan} in ('free', 'pro', 'business', 'enterprise')`)],
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
    check('invitations_role', sql`${table.role} in ('owner', 'admin', 'member', 'viewer')`),
  ],
)
