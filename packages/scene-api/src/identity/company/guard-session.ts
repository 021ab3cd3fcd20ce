/** Keeps the library's routes to what a session of an organization's own provider is good for. */
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Queryable } from '../../db/database.js'
import { members, organizations } from '../../db/organizations.js'
import { ssoProviders } from '../../db/sso-providers.js'
import type { Role } from '../../schemas/actor.js'
import type { AuthCall } from '../auth-call.js'
import type { AuthRoute } from '../auth-paths.js'
import type { Session } from '../organization-guards.js'
import { sessionFacts } from '../require-person.js'
import { isCompanySignInRequired, mayHaveCompanySignIn } from './find-company.js'
import { requireOwnSignIn } from './require-scope.js'

/** What changes how the person signs in, or concerns other organizations. */
const OWN: ReadonlySet<AuthRoute> = new Set<AuthRoute>([
  '/change-password',
  '/two-factor/enable',
  '/two-factor/generate-backup-codes',
  '/two-factor/disable',
  '/passkey/generate-register-options',
  '/passkey/verify-registration',
  '/passkey/update-passkey',
  '/passkey/delete-passkey',
  '/organization/create',
  '/organization/accept-invitation',
  '/organization/reject-invitation',
  '/organization/get-invitation',
  '/organization/list-user-invitations',
])

export const needsOwnSignIn = (route: AuthRoute): boolean => OWN.has(route)

/** Throws 403 `own_sign_in_required`. */
export function guardCompanySession(session: Session, { route }: AuthCall): void {
  if (session !== null && OWN.has(route)) requireOwnSignIn(sessionFacts(session))
}

/** Of the person's organizations, what the session opens, with their role in each; and of those that want another session, that they do. */
export async function presentOrganizations(
  { db }: Pick<Context, 'db'>,
  session: Session,
  body: Buffer,
): Promise<Buffer<ArrayBuffer>> {
  const all = JSON.parse(body.toString()) as { id: string }[]
  if (session === null) return Buffer.from(body)
  const { companyId, userId } = sessionFacts(session)
  const memberships = await findMemberships(db, userId)
  const listed = all.flatMap((each) => {
    const membership = memberships.get(each.id)
    // They left while the library read its list.
    if (membership === undefined || (companyId !== null && companyId !== each.id)) return []
    const { role, wants } = membership
    return [{ ...each, role, wantsCompanySignIn: companyId === null && wants }]
  })
  return Buffer.from(JSON.stringify(listed))
}

interface Membership {
  readonly role: Role
  /** Whether the organization lets everybody but owners in by its own provider alone. */
  readonly wants: boolean
}

async function findMemberships(db: Queryable, userId: string): Promise<ReadonlyMap<string, Membership>> {
  const rows = await db
    .select({
      id: organizations.id,
      plan: organizations.plan,
      role: members.role,
      isRequired: isCompanySignInRequired,
    })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .leftJoin(ssoProviders, eq(ssoProviders.organizationId, organizations.id))
    .where(eq(members.userId, userId))
  return new Map(
    rows.map(({ id, plan, role, isRequired }) => [
      id,
      { role, wants: role !== 'owner' && isRequired && mayHaveCompanySignIn(plan) },
    ]),
  )
}
