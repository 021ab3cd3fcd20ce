/** What the library's organization routes leave open: who sees invitations, and that an owner stays. */
import { and, eq } from 'drizzle-orm'
import { recordAudit } from '../domain/audit/record-audit.js'
import type { Context } from '../context.js'
import { isAllowed } from '../contract/permissions.js'
import type { Transaction } from '../db/database.js'
import { members, organizations } from '../db/organizations.js'
import { requestFacts } from '../domain/audit/request-facts.js'
import { Problem } from '../problem.js'
import type { AuthCall } from './auth-call.js'
import type { AuthRoute } from './auth-paths.js'
import type { Auth } from './auth.js'
import { forgetCompanyIdentity } from './company/forget-identities.js'

/** Two of these at once must not each overlook the other: an owner has to stay, and an address is invited once. */
const CHANGES_MEMBERS = new Set<AuthRoute>([
  '/organization/invite-member',
  '/organization/leave',
  '/organization/remove-member',
  '/organization/update-member-role',
])

export type Session = Awaited<ReturnType<Auth['api']['getSession']>>

/**
 * Names the organization that a change of members is about, so that what is locked here is what the library
 * changes, whatever becomes of the session's active organization meanwhile.
 */
export function nameOrganization(call: AuthCall, session: Session): AuthCall {
  if (!CHANGES_MEMBERS.has(call.route) || call.body === undefined) return call
  // Sending an invitation again would pass by what is checked of a new one; making it anew replaces the old one.
  const { resend: _resend, organizationId, ...body } = call.body
  // Nobody leaves an organization without having named it.
  const active = call.route === '/organization/leave' ? null : session?.session.activeOrganizationId
  const named = organizationId || active
  return {
    ...call,
    body: { ...body, ...(named !== undefined && named !== null && { organizationId: named }) },
  }
}

/** The library counts owners, then writes: two at once would each see the other. An unknown id is its own to refuse. */
export async function lockMembers(tx: Transaction, { route, body }: AuthCall): Promise<void> {
  const organizationId = body?.organizationId
  if (!CHANGES_MEMBERS.has(route) || typeof organizationId !== 'string') return
  await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for('no key update')
}

/**
 * Where addresses are not verified, whoever knows an invitation's id can accept it under the invited address.
 * Only those who may invite see the ids.
 */
export async function requireManager(context: Context, session: Session, call: AuthCall): Promise<void> {
  if (call.route !== '/organization/list-invitations') return
  if (!session) throw new Problem('unauthenticated')
  const organizationId = call.query.organizationId || session.session.activeOrganizationId
  const role = organizationId ? await findRole(context, session.user.id, organizationId) : null
  if (role === null) throw new Problem('not_found')
  if (!isAllowed(role, 'membership:write')) throw new Problem('forbidden')
}

export async function hideInvitations(
  context: Context,
  session: Session,
  body: Buffer,
): Promise<Buffer<ArrayBuffer>> {
  const organization = JSON.parse(body.toString() || 'null') as { id: string; invitations?: unknown[] } | null
  if (organization?.invitations && session) {
    const role = await findRole(context, session.user.id, organization.id)
    if (role === null || !isAllowed(role, 'membership:write')) organization.invitations = []
  }
  return Buffer.from(JSON.stringify(organization))
}

/** An organization that is being deleted is closed, though its members stay until its end. */
export function hideDeleted(body: Buffer): Buffer<ArrayBuffer> {
  const listed = JSON.parse(body.toString() || '[]') as { deletingAt?: unknown }[]
  return Buffer.from(JSON.stringify(listed.filter(({ deletingAt }) => !deletingAt)))
}

export async function findRole({ db }: Context, userId: string, organizationId: string) {
  const [row] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.organizationId, organizationId)))
  return row?.role ?? null
}

/** The library has no hook for it. */
export async function recordLeave(
  { clock }: Context,
  tx: Transaction,
  { route }: AuthCall,
  response: Response,
): Promise<void> {
  const actor = requestFacts.getStore()?.actor
  if (route !== '/organization/leave' || !response.ok || !actor) return
  const member = (await response.json()) as {
    id: string
    organizationId: string
    userId: string
    role: string
  }
  await forgetCompanyIdentity(tx, member.organizationId, member.userId)
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at: clock.now(),
    action: 'member.removed',
    actor,
    target: { kind: 'member', id: member.id },
    before: { userId: member.userId, email: actor.email, role: member.role },
  })
}
