/** Bounds how often somebody may guess what only the person of an open session knows, on all nodes together. */
import type { Context } from '../../context.js'
import { forgetAttempts, requireAttempt } from '../limits/count-attempts.js'
import { sessionCounter } from '../limits/limit-guesses.js'

/** Counts before the guess is looked at, so that many at once count as many. Throws 429 once there were too many. */
export async function countGuess(context: Context, userId: string): Promise<void> {
  const { key, limit } = sessionCounter(userId)
  await requireAttempt(context, key, limit)
}

export async function forgetGuesses(context: Context, userId: string): Promise<void> {
  await forgetAttempts(context, sessionCounter(userId).key)
}
