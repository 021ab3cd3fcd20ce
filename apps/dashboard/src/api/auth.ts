/** People, sessions, organizations and changes of their members, through better-auth's own client. */
import { describeProxyRefusal } from '@vectreal/scene-api/client'
import { createAuthClient } from 'better-auth/client'
import { organizationClient } from 'better-auth/client/plugins'
import { isConfirmedNow } from './confirmation'
import { ApiError, networkError } from './problem'
import { reportSignedOut } from './signed-out'
import type { Organization, Plan, Role } from './types'

const client = createAuthClient({
  basePath: '/api/auth',
  plugins: [organizationClient()],
  // The pages ask for the session through the query cache; a second poller would only race it.
  sessionOptions: { refetchOnWindowFocus: false },
})

export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
}

export interface Session {
  readonly user: User
  readonly session: {
    readonly id: string
    readonly secondFactor?: boolean | null
    /** The organization whose own provider opened the session, and which alone it opens. */
    readonly companyId?: string | null
  }
}

/** An invitation that was just made. */
export interface SentInvitation {
  readonly id: string
  readonly email: string
}

interface AuthResponse {
  readonly data: unknown
  readonly error: unknown
}

/** Where the library's own words leave open what to do. */
const DETAILS: Readonly<Record<string, string>> = {
  EMAIL_NOT_VERIFIED:
    'Your address isn’t confirmed yet. Open the link in the email that we’ve just sent you.',
}

/** better-auth returns `{ data, error }`; the pages know one kind of failure. */
async function ask<T>(call: () => Promise<AuthResponse>, { guarded = true } = {}): Promise<T> {
  let response: AuthResponse
  try {
    response = await call()
  } catch (error) {
    throw networkError(error)
  }
  if (response.error) {
    const error = response.error as { status?: number; code?: string; message?: string; detail?: string }
    const status = error.status ?? 0
    if (status === 0) throw networkError(response.error)
    if (status === 401 && guarded) reportSignedOut()
    const refused = new ApiError({
      code: (error.code ?? `http_${status}`).toLowerCase(),
      status,
      title: describeProxyRefusal(status).title,
      detail:
        DETAILS[error.code ?? ''] ?? error.detail ?? error.message ?? describeProxyRefusal(status).detail,
      requestId: null,
      errors: [],
      extra: error as Record<string, unknown>,
    })
    if (await isConfirmedNow(refused)) return ask<T>(call, { guarded })
    throw refused
  }
  return response.data as T
}

/** Null: nobody is signed in. */
export async function findSession(): Promise<Session | null> {
  return ask<Session | null>(() => client.getSession({ query: { disableCookieCache: true } }))
}

/** `second_factor`: the password is right, and a code is wanted before anyone is signed in. */
export async function signIn(email: string, password: string): Promise<'signed_in' | 'second_factor'> {
  const response = await ask<{ twoFactorRedirect?: boolean }>(
    () => client.signIn.email({ email, password }),
    {
      guarded: false,
    },
  )
  return response.twoFactorRedirect ? 'second_factor' : 'signed_in'
}
/** `token` null: the address has to be confirmed first, with a link in the mail. */
export const signUp = (name: string, email: string, password: string) =>
  ask<{ token: string | null }>(() => client.signUp.email({ name, email, password }), { guarded: false })
/** With the link of the mail: proves the address and signs in. */
export const verifyAddress = (token: string, password: string) =>
  ask<unknown>(() => client.$fetch('/verify-address', { method: 'POST', body: { token, password } }), {
    guarded: false,
  })
export const signOut = () => ask<unknown>(() => client.signOut(), { guarded: false })
export const requestPasswordReset = (email: string) =>
  ask<unknown>(() => client.requestPasswordReset({ email, redirectTo: '/dashboard/reset-password' }), {
    guarded: false,
  })
export const resetPassword = (token: string, newPassword: string) =>
  ask<unknown>(() => client.resetPassword({ token, newPassword }), { guarded: false })
export const renameUser = (name: string) => ask<unknown>(() => client.updateUser({ name }))
export const changePassword = (currentPassword: string, newPassword: string) =>
  ask<unknown>(() => client.changePassword({ currentPassword, newPassword, revokeOtherSessions: true }))

/** Every organization of the signed-in person, with the role held there. */
export async function listOrganizations(): Promise<Organization[]> {
  const organizations = await ask<
    {
      id: string
      name: string
      slug: string
      role: Role
      plan?: Plan | null
      requireTwoFactor?: boolean | null
      wantsCompanySignIn?: boolean
      suspendedAt?: string | Date | null
    }[]
  >(() => client.organization.list())
  return organizations.map(
    ({ id, name, slug, role, plan, requireTwoFactor, wantsCompanySignIn, suspendedAt }) => ({
      id,
      name,
      slug,
      role,
      plan: plan ?? 'free',
      requireTwoFactor: requireTwoFactor ?? false,
      wantsCompanySignIn: wantsCompanySignIn ?? false,
      // The library's client makes dates of what looks like one.
      suspendedAt: suspendedAt ? new Date(suspendedAt).toISOString() : null,
    }),
  )
}

export const createOrganization = (name: string, slug: string) =>
  ask<{ id: string; slug: string }>(() =>
    client.organization.create({ name, slug, keepCurrentActiveOrganization: true }),
  )
export const leaveOrganization = (organizationId: string) =>
  ask<unknown>(() => client.organization.leave({ organizationId }))

export const changeRole = (organizationId: string, memberId: string, role: Role) =>
  // better-auth's client types know its three default roles; the server is configured with four.
  ask<unknown>(() =>
    client.organization.updateMemberRole({
      organizationId,
      memberId,
      role: role as 'owner' | 'admin' | 'member',
    }),
  )
export const removeMember = (organizationId: string, memberId: string) =>
  ask<unknown>(() => client.organization.removeMember({ organizationId, memberIdOrEmail: memberId }))

export const invite = (organizationId: string, email: string, role: Role) =>
  ask<SentInvitation>(() =>
    client.organization.inviteMember({ organizationId, email, role: role as 'owner' | 'admin' | 'member' }),
  )
export const cancelInvitation = (invitationId: string) =>
  ask<unknown>(() => client.organization.cancelInvitation({ invitationId }))
export const acceptInvitation = (invitationId: string) =>
  ask<unknown>(() => client.organization.acceptInvitation({ invitationId }))
export const rejectInvitation = (invitationId: string) =>
  ask<unknown>(() => client.organization.rejectInvitation({ invitationId }))
