/** `POST /api/operator/invitations`: lets one address make an account where sign-up is by invitation. */
import * as contract from '../../contract/operator.js'
import { decideSignUp } from '../../identity/decide-sign-up.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { signUpInvitations } from '../../db/sign-up-invitations.js'

const VALID_MS = 7 * 86_400_000

export const invitePerson = route({
  operation: contract.invitePerson,
  async handle({ context: { db, clock, settings }, body }) {
    const email = body.email.toLowerCase()
    const { signUp: mode, signUpDomains: domains } = settings
    const refusal = decideSignUp({ mode, domains, email, isInvited: true })
    if (refusal !== null) {
      throw new Problem(refusal, {
        detail: `An invitation would not let ${email} in: see SIGN_UP and SIGN_UP_DOMAINS.`,
      })
    }
    const createdAt = clock.now()
    const expiresAt = new Date(createdAt.getTime() + VALID_MS)
    await db
      .insert(signUpInvitations)
      .values({ email, expiresAt, createdAt })
      .onConflictDoUpdate({ target: signUpInvitations.email, set: { expiresAt, createdAt } })
    const url = new URL('/dashboard/sign-up', settings.publicUrl)
    url.searchParams.set('email', email)
    return { email, expiresAt: expiresAt.toISOString(), url: url.href }
  },
})
