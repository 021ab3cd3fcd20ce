/** Organizations, members and invitations: better-auth's plugin with our roles, forms and audit entries. */
import { APIError } from 'better-auth/api'
import { organization } from 'better-auth/plugins/organization'
import { and, eq, lte } from 'drizzle-orm'
import { actorOf } from '../domain/audit/actor.js'
import type { AuditAction } from '../domain/audit/audit-event.js'
import { recordAudit } from '../domain/audit/record-audit.js'
import type { Context } from '../context.js'
import { invitations } from '../db/organizations.js'
import { requestFacts } from '../domain/audit/request-facts.js'
import { deleteOrganization } from '../domain/organizations/delete-organization.js'
import { Problem } from '../problem.js'
import { requireOrganizationRoom } from '../domain/quotas/require-organization-room.js'
import { ROLES } from '../schemas/actor.js'
import { publicNameSchema, slugSchema } from '../schemas/text.js'
import { accessControl, roles } from './access-control.js'
import { forgetCompanyIdentity } from './company/forget-identities.js'
import type { MailDesk } from './mail/mail-desk.js'
import { invitationMail } from './mail/invitation-mail.js'
import { afterSharedCommit, joinSharedTransaction } from './shared-transaction.js'

const INVITATION_SECONDS = 7 * 86_400
export const MEMBERSHIP_LIMIT = 1000

interface Named {
  readonly id: string
  readonly name: string
  readonly email: string
}

export function createOrganizationPlugin(context: Context, desk: MailDesk) {
  const { clock, settings } = context
  const db = joinSharedTransaction(context)

  /** Hooks name the person concerned; the session's person is who acts. */
  const record = (
    organizationId: string,
    action: AuditAction,
    user: Named,
    target: { kind: string; id: string },
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {},
  ) =>
    db.transaction((tx) => {
      const actor = requestFacts.getStore()?.actor ?? actorOf(user)
      return recordAudit(tx, { organizationId, at: clock.now(), action, actor, target, ...change })
    })

  /** The library replaces what is pending and takes an expired one for none. */
  const cancelExpired = (organizationId: string, email: string) =>
    db
      .update(invitations)
      .set({ status: 'canceled' })
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          eq(invitations.email, email.toLowerCase()),
          eq(invitations.status, 'pending'),
          lte(invitations.expiresAt, clock.now()),
        ),
      )

  return organization({
    ac: accessControl,
    roles,
    creatorRole: 'owner',
    membershipLimit: MEMBERSHIP_LIMIT,
    invitationExpiresIn: INVITATION_SECONDS,
    cancelPendingInvitationsOnReInvite: true,
    schema: {
      organization: {
        additionalFields: {
          plan: { type: 'string', input: false, required: false, defaultValue: settings.defaultPlan },
          requireTwoFactor: { type: 'boolean', input: false, required: false, defaultValue: false },
          suspendedAt: { type: 'date', input: false, required: false },
          deletingAt: { type: 'date', input: false, required: false },
        },
      },
    },
    requireEmailVerificationOnInvitation: desk.isOpen,
    ...(desk.isOpen && {
      sendInvitationEmail: async ({ id, email, organization, inviter }) => {
        const mail = invitationMail({
          to: email,
          organizationName: organization.name,
          inviterName: inviter.user.name,
          url: `${settings.publicUrl}/dashboard/invitations/${id}`,
        })
        await afterSharedCommit(async () => desk.send({ ...mail, sender: organization.id }))
      },
    }),
    organizationHooks: {
      beforeCreateOrganization: async ({ organization, user }) => {
        requireOrganizationForm(organization)
        await db.transaction((tx) => requireOrganizationRoom(tx, settings, user.id))
        return { data: { ...organization, plan: settings.defaultPlan } }
      },
      afterCreateOrganization: async ({ organization, user }) => {
        const { id, name, slug } = organization
        const after = { name, slug, plan: settings.defaultPlan }
        await record(id, 'organization.created', user, { kind: 'organization', id }, { after })
      },
      beforeUpdateOrganization: async ({ organization }) => {
        if (!['name', 'slug', 'logo', 'metadata'].some((field) => organization[field] !== undefined)) {
          throw new APIError('BAD_REQUEST', {
            code: 'NOTHING_TO_CHANGE',
            message: 'Give name, slug, logo or metadata.',
          })
        }
        requireOrganizationForm(organization)
      },
      afterUpdateOrganization: async ({ organization, user }) => {
        if (!organization) return
        const { id, name, slug } = organization
        const after = { name, slug }
        await record(id, 'organization.updated', user, { kind: 'organization', id }, { after })
      },
      beforeDeleteOrganization: async ({ organization, user }) => {
        // What is left for the library is nothing.
        if (await deleteOrganization(context, organization.id, actorOf(user))) return
        throw new APIError('ACCEPTED', {
          code: 'DELETION_CONTINUES',
          message:
            'The organization is closed for good. Removing all that belongs to it takes some more minutes.',
        })
      },
      beforeAddMember: async ({ member }) => requireRoleName(member.role),
      afterAddMember: async ({ member, user, organization }) => {
        const after = { userId: user.id, email: user.email, role: member.role }
        await record(organization.id, 'member.added', user, { kind: 'member', id: member.id }, { after })
      },
      afterRemoveMember: async ({ member, user, organization }) => {
        await forgetCompanyIdentity(db, organization.id, user.id)
        const before = { userId: user.id, email: user.email, role: member.role }
        await record(organization.id, 'member.removed', user, { kind: 'member', id: member.id }, { before })
      },
      beforeUpdateMemberRole: async ({ newRole }) => requireRoleName(newRole),
      afterUpdateMemberRole: async ({ member, previousRole, user, organization }) => {
        if (member.role === previousRole) return
        const target = { kind: 'member', id: member.id }
        const change = {
          before: { role: previousRole },
          after: { userId: member.userId, email: user.email, role: member.role },
        }
        await record(organization.id, 'member.role_changed', user, target, change)
      },
      beforeCreateInvitation: async ({ invitation, organization }) => {
        requireRoleName(invitation.role)
        if (organization['suspendedAt']) {
          throw new Problem('organization_suspended', { layer: 'organization' })
        }
        await cancelExpired(organization.id, invitation.email)
      },
      afterCreateInvitation: async ({ invitation, inviter, organization }) => {
        const after = { email: invitation.email, role: invitation.role }
        const target = { kind: 'invitation', id: invitation.id }
        await record(organization.id, 'invitation.created', inviter as unknown as Named, target, {
          after,
        })
      },
      afterAcceptInvitation: async ({ member, user, organization }) => {
        const after = { userId: user.id, email: user.email, role: member.role }
        await record(organization.id, 'member.added', user, { kind: 'member', id: member.id }, { after })
      },
      afterCancelInvitation: async ({ invitation, cancelledBy, organization }) => {
        const before = { email: invitation.email, role: invitation.role }
        const target = { kind: 'invitation', id: invitation.id }
        await record(organization.id, 'invitation.cancelled', cancelledBy as unknown as Named, target, {
          before,
        })
      },
    },
  })
}

/** One role a member: better-auth itself would take several, joined by commas. */
function requireRoleName(role: unknown): void {
  if (ROLES.some((known) => known === role)) return
  throw new APIError('BAD_REQUEST', {
    code: 'INVALID_ROLE',
    message: `role must be one of ${ROLES.join(', ')}`,
  })
}

function requireOrganizationForm({ name, slug }: { name?: unknown; slug?: unknown }): void {
  for (const [field, value, schema] of [
    ['name', name, publicNameSchema],
    ['slug', slug, slugSchema],
  ] as const) {
    if (value === undefined) continue
    const result = schema.safeParse(value)
    if (!result.success) {
      const message = `${field}: ${result.error.issues[0]?.message ?? 'is not valid'}`
      throw new APIError('BAD_REQUEST', { code: 'INVALID_ORGANIZATION', message })
    }
  }
}
