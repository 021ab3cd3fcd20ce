/** Checks what a person gives as proof, and notes on the session when that was. */
import type { IncomingHttpHeaders } from 'node:http'
import { isAPIError } from 'better-auth/api'
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { sessions } from '../../db/users.js'
import type { SessionFacts } from '../access.js'
import type { FieldError } from '../../contract/problem-members.js'
import { invalidRequest } from '../../problem.js'
import type { Confirmation } from '../../schemas/account.js'
import type { Auth } from '../auth.js'
import { spendRecoveryCode } from '../factors/spend-recovery-code.js'
import { spendTotpStep } from '../factors/spend-totp-step.js'
import { toHeaders } from '../to-headers.js'
import { isRightPasskey } from './check-passkey.js'
import { findConfirmMethods } from './confirm-methods.js'
import { countGuess, forgetGuesses } from './count-guess.js'
import { proofEnd } from './proof.js'

interface Attempt {
  readonly context: Context
  readonly auth: Auth
  readonly session: SessionFacts
  readonly headers: IncomingHttpHeaders
}

/** The instant until which the proof counts. Throws 400 naming the field for a wrong one, 429 after too many. */
export async function confirmIdentity(attempt: Attempt, given: Confirmation): Promise<Date> {
  const { context, session } = attempt
  await countGuess(context, session.userId)
  const wrong = await findWrong(attempt, given)
  if (wrong !== null) throw invalidRequest([wrong])
  const now = context.clock.now()
  await context.db.update(sessions).set({ confirmedAt: now }).where(eq(sessions.id, session.id))
  await forgetGuesses(context, session.userId)
  return proofEnd(now)
}

async function findWrong(
  attempt: Attempt,
  { password, code, passkey }: Confirmation,
): Promise<FieldError | null> {
  const { context, session } = attempt
  if (password !== undefined) {
    if (await isRightPassword(attempt, password)) return null
    return { path: 'password', message: 'wrong password' }
  }
  if (code !== undefined) {
    if (await isRightCode(attempt, code.replaceAll(' ', ''))) return null
    return { path: 'code', message: 'wrong code, or one that was used already' }
  }
  if (passkey !== undefined && (await isRightPasskey(context, session, passkey))) return null
  return { path: 'passkey', message: 'unknown passkey, or its challenge has expired' }
}

const isRightPassword = ({ auth, headers }: Attempt, password: string): Promise<boolean> =>
  isTaken(auth.api.verifyPassword({ body: { password }, headers: toHeaders(headers) }))

async function isRightCode({ context, auth, session }: Attempt, code: string): Promise<boolean> {
  // Of an app that is being set up, a code proves nothing yet.
  const methods = await findConfirmMethods(context.db, session.userId)
  if (!methods.includes('code')) return false
  const { secretConfig } = await auth.$context
  const spend = /^\d{6}$/.test(code) ? spendTotpStep : spendRecoveryCode
  return spend(context.db, secretConfig, session.userId, code)
}

/** The library throws where it refuses. */
async function isTaken(check: Promise<unknown>): Promise<boolean> {
  try {
    await check
    return true
  } catch (error) {
    if (isAPIError(error)) return false
    throw error
  }
}
