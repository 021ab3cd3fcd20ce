/** Checks what a person gives as proof, and notes on the session when that was. */
import { eq } from 'drizzle-orm'
import type { IncomingHttpHeaders } from 'node:http'
import { isAPIError } from 'better-auth/api'
import type { Context } from '../../context.js'
import { sessions } from '../../db/users.js'
import type { SessionFacts } from '../../http/operation.js'
import { invalidRequest } from '../../problem.js'
import type { Confirmation } from '../../schemas/account.js'
import type { Auth } from '../auth.js'
import { toHeaders } from '../to-headers.js'
import { countGuess, forgetGuesses } from './count-guess.js'
import { proofEnd } from './proof.js'

/** The instant until which the proof counts. Throws 400 naming the field for a wrong one, 429 after too many. */
export async function confirmIdentity(
  context: Context,
  auth: Auth,
  session: SessionFacts,
  given: Confirmation,
  headers: IncomingHttpHeaders,
): Promise<Date> {
  await countGuess(context, session.userId)
  await requirePassword(auth, given.password, toHeaders(headers))
  const now = context.clock.now()
  await context.db.update(sessions).set({ confirmedAt: now }).where(eq(sessions.id, session.id))
  await forgetGuesses(context, session.userId)
  return proofEnd(now)
}

async function requirePassword(auth: Auth, password: string, headers: Headers): Promise<void> {
  try {
    await auth.api.verifyPassword({ body: { password }, headers })
  } catch (error) {
    if (!isAPIError(error)) throw error
    throw invalidRequest([{ path: 'password', message: 'is not the password of this account' }])
  }
}
