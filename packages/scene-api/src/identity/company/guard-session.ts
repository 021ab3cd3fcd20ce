/** Keeps the library's routes to what a session of an organization's own provider is good for. */
import { and, eq, ne } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Queryable } from '../../db/database.js'
import { members, organizations } from '../../db/organizations.js'
import { ssoProviders } from '../../db/sso-providers.js'
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

/** Of the person's organizations, what the session opens; and of those that want another session, that they do. */
export async function presentOrganizations(
  { db }: Pick<Context, 'db'>,
  session: Session,
  body: Buffer,
): Promise<Buffer<ArrayBuffer>> {
  const all = JSON.parse(body.toString()) as { id: string }[]
  if (session === null) return Buffer.from(body)
  const { companyId, userId } = sessionFacts(session)
  const open = companyId === null ? all : all.filter(({ id }) => id === companyId)
  const wanting = await findWanting(db, userId)
  return Buffer.from(
    JSON.stringify(
      open.map((each) => ({ ...each, wantsCompanySignIn: companyId === null && wanting.has(each.id) })),
    ),
  )
}

/** Organizations of the person that let everybody but owners in by their own provider alone. */
async function findWanting(db: Queryable, userId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: organizations.id, plan: organizations.plan })
    .from(ssoProviders)
    .innerJoin(organizations, eq(organizations.id, ssoProviders.organizationId))
    .innerJoin(members, eq(members.organizationId, organizations.id))
    .where(and(eq(members.userId, userId), ne(members.role, 'owner'), isCompanySignInRequired))
  return new Set(rows.filter(({ plan }) => mayHaveCompanySignIn(plan)).map(({ id }) => id))
}
