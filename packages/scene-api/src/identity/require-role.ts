/** Who asks, and whether they may: a session or a service token, in one organization. */
import { keyStatus, parseAuthorization, parseServiceToken } from '@vectreal/auth-core'
import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Request } from 'express'
import { OPERATOR } from '../domain/audit/actor.js'
import type { Context } from '../context.js'
import type { OrganizationRow } from '../db/lock-organization.js'
import { members, organizations } from '../db/organizations.js'
import { serviceTokens } from '../db/service-tokens.js'
import { ssoProviders } from '../db/sso-providers.js'
import type { Access, OperatorAccess } from './access.js'
import { Problem } from '../problem.js'
import { isAllowed, type Permission } from '../contract/permissions.js'
import type { Auth } from './auth.js'
import { isCompanySignInRequired } from './company/find-company.js'
import { requireScope } from './company/require-scope.js'
import { requireFactorOf } from './factors/require-second-factor.js'
import { hashesOf } from '../domain/keys/hash-token.js'
import { serviceTokenDates } from '../domain/keys/service-token-dates.js'
import { isOperator } from './is-operator.js'
import { requirePerson, unauthenticated } from './require-person.js'

/** `lastUsedAt` of a service token is that exact. */
const LAST_USE_STEP_MS = 60_000

export interface Requirement {
  readonly permission: Permission
  readonly sessionOnly: boolean
}

/** Throws 401 without a credential, 404 for an organization that is not the caller's, 403 for a lack of rights. */
export async function requireRole(
  context: Context,
  auth: Auth,
  req: Request,
  org: string,
  { permission, sessionOnly }: Requirement,
): Promise<Access> {
  const access =
    req.headers.authorization === undefined
      ? await accessOfSession(context, auth, req, org)
      : await accessOfServiceToken(context, req, org)
  if (sessionOnly && access.role === 'service_token') {
    throw new Problem('forbidden', { detail: 'A service token cannot do this: sign in as owner or admin.' })
  }
  if (!isAllowed(access.role, permission)) {
    throw new Problem('forbidden', { detail: `The role ${access.role} does not include ${permission}.` })
  }
  return access
}

/** `Bearer OPERATOR_TOKEN`; where none is set, operator routes do not exist. */
export async function requireOperatorToken({ settings }: Context, req: Request): Promise<OperatorAccess> {
  if (settings.operatorToken === undefined)
    throw new Problem('not_found', { detail: 'There is no such route.' })
  if (!(await isOperator(req, settings))) throw unauthenticated('Send the operator token.')
  return { role: 'owner', actor: OPERATOR }
}

export async function requireOperator(context: Context, req: Request, org: string): Promise<Access> {
  const operator = await requireOperatorToken(context, req)
  const organization = await findOrganization(context, org)
  if (!organization) throw new Problem('not_found')
  return { ...operator, organization }
}

async function accessOfSession(context: Context, auth: Auth, req: Request, org: string): Promise<Access> {
  const { actor, session } = await requirePerson(context, auth, req)
  const [row] = await context.db
    .select({ organization: organizations, role: members.role, isRequired: isCompanySignInRequired })
    .from(organizations)
    .innerJoin(members, and(eq(members.organizationId, organizations.id), eq(members.userId, session.userId)))
    .leftJoin(ssoProviders, eq(ssoProviders.organizationId, organizations.id))
    .where(and(or(eq(organizations.id, org), eq(organizations.slug, org)), isNull(organizations.deletingAt)))
    .orderBy(organizations.id)
    .limit(1)
  if (!row) throw new Problem('not_found')
  requireScope(session, row)
  requireFactorOf(row.organization, session)
  return { organization: row.organization, role: row.role, actor, session }
}

async function accessOfServiceToken(context: Context, req: Request, org: string): Promise<Access> {
  const { db, clock, settings, logger } = context
  const authorization = parseAuthorization(req.headers.authorization)
  const parsed = authorization.ok ? parseServiceToken(authorization.token) : null
  if (!parsed?.ok) throw unauthenticated('The Authorization header carries no service token (vctrlsvc_…).')
  const [row] = await db
    .select({ token: serviceTokens, organization: organizations })
    .from(serviceTokens)
    .innerJoin(organizations, eq(organizations.id, serviceTokens.organizationId))
    .where(
      and(
        inArray(serviceTokens.tokenHash, [...hashesOf(parsed.token, settings)]),
        isNull(organizations.deletingAt),
      ),
    )
  const now = clock.now()
  if (!row) throw unauthenticated('The service token is unknown.')
  const status = keyStatus(serviceTokenDates(row.token), now)
  if (status === 'revoked' || status === 'expired') throw unauthenticated(`The service token is ${status}.`)
  if (row.organization.id !== org && row.organization.slug !== org) throw new Problem('not_found')

  const earlier = new Date(now.getTime() - LAST_USE_STEP_MS)
  if (row.token.lastUsedAt === null || row.token.lastUsedAt < earlier) {
    const stale = or(isNull(serviceTokens.lastUsedAt), lt(serviceTokens.lastUsedAt, earlier))
    await db
      .update(serviceTokens)
      .set({ lastUsedAt: now })
      .where(and(eq(serviceTokens.id, row.token.id), stale))
      .catch((error: unknown) => logger.warn({ err: error }, 'last use of a service token not written'))
  }
  const { id, name } = row.token
  return {
    organization: row.organization,
    role: 'service_token',
    actor: { kind: 'service_token', id, name, email: null },
  }
}

async function findOrganization({ db }: Context, org: string): Promise<OrganizationRow | null> {
  const rows = await db
    .select()
    .from(organizations)
    .where(and(or(eq(organizations.id, org), eq(organizations.slug, org)), isNull(organizations.deletingAt)))
  return rows.find(({ id }) => id === org) ?? rows[0] ?? null
}
