/** The library's organization routes keep to the organization's rules: how its people sign in, and second factors. */
import { and, eq, or } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { invitations, members, organizations } from '../../db/organizations.js'
import { ssoProviders } from '../../db/sso-providers.js'
import type { AuthCall } from '../auth-call.js'
import type { AuthRoute } from '../auth-paths.js'
import { isCompanySignInRequired } from '../company/find-company.js'
import { requireScope } from '../company/require-scope.js'
import type { Session } from '../organization-guards.js'
import { sessionFacts } from '../require-person.js'
import { requireFactorOf } from './require-second-factor.js'

/** What shows or changes something of an organization to whoever is a member; to leave needs no factor. */
const GUARDED: ReadonlySet<AuthRoute> = new Set<AuthRoute>([
  '/organization/update',
  '/organization/delete',
  '/organization/get-organization',
  '/organization/get-full-organization',
  '/organization/invite-member',
  '/organization/cancel-invitation',
  '/organization/list-invitations',
  '/organization/list-members',
  '/organization/remove-member',
  '/organization/update-member-role',
])

export async function guardOrganization(
  { db }: Context,
  session: Session,
  { route, body, query }: AuthCall,
): Promise<void> {
  if (session === null || !route.startsWith('/organization/')) return
  const isGuarded = GUARDED.has(route)
  const facts = sessionFacts(session)
  const given = { ...query, ...body }
  const invitationId = text(given.invitationId)
  const names = [text(given.organizationId), text(given.organizationSlug)].filter(
    (name) => name !== undefined,
  )
  const active = session.session.activeOrganizationId ?? ''
  const named =
    invitationId === undefined
      ? names.length > 0
        ? names
        : [active]
      : (
          await db
            .select({ id: invitations.organizationId })
            .from(invitations)
            .where(eq(invitations.id, invitationId))
        ).map(({ id }) => id)
  for (const name of named) {
    const rows = await db
      .select({ organization: organizations, role: members.role, isRequired: isCompanySignInRequired })
      .from(organizations)
      .leftJoin(members, and(eq(members.organizationId, organizations.id), eq(members.userId, facts.userId)))
      .leftJoin(ssoProviders, eq(ssoProviders.organizationId, organizations.id))
      .where(or(eq(organizations.id, name), eq(organizations.slug, name)))
    for (const { organization, role, isRequired } of rows) {
      // Whoever is no member is refused by the library.
      requireScope(facts, { organization, role: role ?? 'owner', isRequired: isGuarded && isRequired })
      if (isGuarded) requireFactorOf(organization, facts)
    }
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
