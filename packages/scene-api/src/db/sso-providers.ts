/** Where the people of an organization sign in: the table of better-auth's SSO plug-in, with what we keep beside it. */
import { sql } from 'drizzle-orm'
import { boolean, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'
import { users } from './users.js'

export const ssoProviders = pgTable(
  'sso_providers',
  {
    id: id(),
    issuer: text('issuer').notNull(),
    /** JSON, sealed: the client's secret is in it. */
    oidcConfig: text('oidc_config').notNull(),
    /** Who set it up; null: that account is gone. */
    userId: text('user_id').references(() => users.id, { onDelete: 'set null' }),
    /** The organization's id: it stands in the redirect URI, which is registered before anything is saved here. */
    providerId: text('provider_id').notNull().unique(),
    organizationId: text('organization_id')
      .notNull()
      .unique()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    domain: text('domain').notNull(),
    domainVerified: boolean('domain_verified').notNull().default(false),
    /** What the TXT record of the domain has to say. */
    domainToken: text('domain_token').notNull(),
    /** Whether everybody but owners has to sign in there. */
    required: boolean('required').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('sso_providers_proved_domain').on(table.domain).where(sql`${table.domainVerified}`),
  ],
)
