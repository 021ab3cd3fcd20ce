/** People, sessions, organizations, members and invitations: better-auth over our tables. */
import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { openAPI, organization } from 'better-auth/plugins'
import type { Context } from '../context.js'
import { redactText } from '../logger.js'
import { actorOf } from '../audit/actor.js'
import { type AuditAction, recordAudit } from '../audit/record-audit.js'
import { revokeAllKeys } from '../keys/revoke-keys.js'
import * as tables from '../db/schema.js'
import { requestFacts } from '../http/request-facts.js'
import { trustedOrigins } from '../http/same-site.js'
import { ROLES } from '../schemas/actor.js'
import { nameSchema, slugSchema } from '../schemas/text.js'
import { accessControl, roles } from './access-control.js'
import { createAccountEvents, recordPasswordReset } from './events/account-events.js'
import { createFactorHooks } from './factors/factor-hooks.js'
import { createFactorPlugins } from './factors/factor-plugins.js'
import { createSignUpGuard } from './require-sign-up.js'
import { afterSharedCommit, joinSharedTransaction } from './shared-transaction.js'

/** Set by us from `req.ip`, over whatever a client sent. */
export const CLIENT_ADDRESS_HEADER = 'x-vectreal-client-address'
const INVITATION_SECONDS = 7 * 86_400

/** Per client address and route. Far above what people do, far below what guessing passwords needs. */
const RATE_LIMITS = {
  '/sign-in/email': { window: 60, max: 100 },
  '/sign-up/email': { window: 60, max: 100 },
  '/change-password': { window: 60, max: 20 },
  '/request-password-reset': { window: 60, max: 10 },
  // Wrong codes lock the second step of the account; the library's own limit would hold up an office.
  '/two-factor/**': { window: 60, max: 100 },
  // Read on every page: a limit here would cost a write each.
  '/get-session': false,
} as const

interface Named {
  readonly id: string
  readonly name: string
  readonly email: string
}

export type Auth = ReturnType<typeof createAuth>

export function createAuth(context: Context) {
  const { clock, settings, logger } = context
  const db = joinSharedTransaction(context.db)

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

  return betterAuth({
    appName: 'Vectreal',
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    secret: settings.authSecret,
    trustedOrigins: trustedOrigins(settings.publicUrl),
    telemetry: { enabled: false },
    hooks: { before: createSignUpGuard(context) },
    // What is no answer of the library goes to our error handler: a lost database is a 503.
    onAPIError: { throw: true },
    database: drizzleAdapter(db, {
      provider: 'pg',
      transaction: true,
      schema: {
        user: tables.users,
        session: tables.sessions,
        account: tables.accounts,
        verification: tables.verifications,
        organization: tables.organizations,
        member: tables.members,
        invitation: tables.invitations,
        rateLimit: tables.authRateLimits,
        twoFactor: tables.twoFactors,
        passkey: tables.passkeys,
      },
    }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      onPasswordReset: ({ user }) => recordPasswordReset(context, user.id),
      ...(settings.sendMail && {
        sendResetPassword: async ({ user, url }) => {
          await settings.sendMail?.({
            to: user.email,
            subject: 'Reset your Vectreal password',
            text: `Open this page to choose a new password:\n\n${url}\n\nIt works for one hour. If you did not ask for it, do nothing.`,
          })
        },
      }),
    },
    session: {
      expiresIn: 7 * 86_400,
      updateAge: 86_400,
      additionalFields: {
        confirmedAt: { type: 'date', input: false, required: false },
        secondFactor: { type: 'boolean', input: false, required: false, defaultValue: false },
        lastSeenAt: { type: 'date', input: false, required: false },
      },
    },
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 1000, customRules: RATE_LIMITS },
    advanced: {
      cookiePrefix: 'vectreal',
      useSecureCookies: settings.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: {
      level: 'warn',
      // The library writes errors into its text.
      log: (level, message) =>
        logger[level === 'error' ? 'warn' : 'debug']({ part: 'auth' }, redactText(message)),
    },
    plugins: [
      openAPI({ disableDefaultReference: true }),
      ...createFactorPlugins(settings.publicUrl),
      createFactorHooks(context, db),
      createAccountEvents(context),
      organization({
        ac: accessControl,
        roles,
        creatorRole: 'owner',
        membershipLimit: 1000,
        invitationExpiresIn: INVITATION_SECONDS,
        cancelPendingInvitationsOnReInvite: true,
        schema: {
          organization: {
            additionalFields: {
              plan: { type: 'string', input: false, required: false, defaultValue: settings.defaultPlan },
              requireTwoFactor: { type: 'boolean', input: false, required: false, defaultValue: false },
            },
          },
        },
        ...(settings.sendMail && {
          sendInvitationEmail: async ({ id, email, organization, inviter }) => {
            await afterSharedCommit(async () =>
              settings.sendMail?.({
                to: email,
                subject: `Join ${organization.name} on Vectreal`,
                text: `${inviter.user.name} invites you to ${organization.name}.\n\n${settings.publicUrl}/dashboard/invitations/${id}`,
              }),
            )
          },
        }),
        organizationHooks: {
          beforeCreateOrganization: async ({ organization }) => {
            requireOrganizationForm(organization)
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
            // Its rows go with it; until then nodes may know its keys.
            await revokeAllKeys(context, organization.id, actorOf(user))
            const { id, name, slug } = organization
            const before = { name, slug }
            await record(id, 'organization.deleted', user, { kind: 'organization', id }, { before })
          },
          beforeAddMember: async ({ member }) => requireRoleName(member.role),
          afterAddMember: async ({ member, user, organization }) => {
            const after = { userId: user.id, email: user.email, role: member.role }
            await record(organization.id, 'member.added', user, { kind: 'member', id: member.id }, { after })
          },
          afterRemoveMember: async ({ member, user, organization }) => {
            const before = { userId: user.id, email: user.email, role: member.role }
            await record(
              organization.id,
              'member.removed',
              user,
              { kind: 'member', id: member.id },
              { before },
            )
          },
          beforeUpdateMemberRole: async ({ newRole }) => requireRoleName(newRole),
          afterUpdateMemberRole: async ({ member, previousRole, user, organization }) => {
            const target = { kind: 'member', id: member.id }
            const change = {
              before: { role: previousRole },
              after: { userId: member.userId, email: user.email, role: member.role },
            }
            await record(organization.id, 'member.role_changed', user, target, change)
          },
          beforeCreateInvitation: async ({ invitation }) => requireRoleName(invitation.role),
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
      }),
    ],
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
    ['name', name, nameSchema],
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
