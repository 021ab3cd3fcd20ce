/** Refuses a sign-up that the operator does not want, before the library looks for the address. */
import { and, eq, gt, sql } from 'drizzle-orm'
import { createAuthMiddleware } from 'better-auth/api'
import type { Context } from '../context.js'
import { invitations } from '../db/organizations.js'
import { signUpInvitations } from '../db/sign-up-invitations.js'
import { Problem } from '../problem.js'
import { decideSignUp } from './decide-sign-up.js'

const SIGN_UP_PATH = '/sign-up/email'

/** Runs inside the library, so that the body that is judged is the body that is used. */
export function createSignUpGuard(context: Context) {
  return createAuthMiddleware(async ({ path, body }) => {
    const email: unknown =
      path === SIGN_UP_PATH ? (body as { email?: unknown } | undefined)?.email : undefined
    // What is no text the library refuses itself.
    if (typeof email === 'string') await requireSignUp(context, email)
  })
}

async function requireSignUp(context: Context, email: string): Promise<void> {
  const { signUp: mode, signUpDomains: domains, contactUrl } = context.settings
  const isInvited = mode === 'invited' && (await hasInvitation(context, email))
  const refusal = decideSignUp({ mode, domains, email, isInvited })
  if (refusal !== null) throw new Problem(refusal, contactUrl === undefined ? {} : { contactUrl })
}

async function hasInvitation({ db, clock }: Context, email: string): Promise<boolean> {
  const rows = await db
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(sql`lower(${invitations.email})`, email.toLowerCase()),
        eq(invitations.status, 'pending'),
        gt(invitations.expiresAt, clock.now()),
      ),
    )
    .limit(1)
  if (rows.length > 0) return true
  const byOperator = await db
    .select({ email: signUpInvitations.email })
    .from(signUpInvitations)
    .where(
      and(eq(signUpInvitations.email, email.toLowerCase()), gt(signUpInvitations.expiresAt, clock.now())),
    )
  return byOperator.length > 0
}
