/** Organizations whose people can sign in at a provider of their own. */
import { hasEntitlement, type Plan } from '@vectreal/auth-core'
import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { ssoProviders } from '../../db/sso-providers.js'

export type ProviderRow = typeof ssoProviders.$inferSelect

export interface Company {
  readonly organization: OrganizationRow
  readonly provider: ProviderRow
}

export const mayHaveCompanySignIn = (plan: Plan): boolean => hasEntitlement(plan, 'company_sign_in')

/** Of an organization's row joined to its provider's, which may be missing. */
export const isCompanySignInRequired = sql<boolean>`coalesce(${ssoProviders.required} and ${ssoProviders.domainVerified}, false)`

/** Only domains that are proved lead anywhere. */
export const findCompanyOfDomain = (db: Queryable, domain: string): Promise<Company | null> =>
  find(db, and(eq(ssoProviders.domain, domain), eq(ssoProviders.domainVerified, true)))

export const findCompanyOfProvider = (db: Queryable, providerId: string): Promise<Company | null> =>
  find(db, and(eq(ssoProviders.providerId, providerId), eq(ssoProviders.domainVerified, true)))

/** `name`: id or slug of the organization. */
export const findCompanyOfName = (db: Queryable, name: string): Promise<Company | null> =>
  find(
    db,
    and(or(eq(organizations.slug, name), eq(organizations.id, name)), eq(ssoProviders.domainVerified, true)),
  )

async function find(db: Queryable, where: SQL | undefined): Promise<Company | null> {
  const [row] = await db
    .select({ organization: organizations, provider: ssoProviders })
    .from(ssoProviders)
    .innerJoin(organizations, eq(organizations.id, ssoProviders.organizationId))
    .where(and(where, isNull(organizations.deletingAt)))
    .orderBy(organizations.id)
    .limit(1)
  return row ?? null
}
