/** Bounds how often somebody may guess what only one person knows, on all nodes together. */
import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { authRateLimits } from '../../db/users.js'
import { Problem } from '../../problem.js'

const GUESSES = 10
const WINDOW_MS = 5 * 60_000

const keyOf = (userId: string): string => `confirm|${userId}`

/** Counts before the guess is looked at, so that many at once count as many. Throws 429 once there were too many. */
export async function countGuess({ db, clock }: Context, userId: string): Promise<void> {
  const now = clock.now().getTime()
  const { count, lastRequest } = authRateLimits
  const isOver = sql`${lastRequest} <= ${now - WINDOW_MS}`
  const [row] = await db
    .insert(authRateLimits)
    .values({ id: randomUUID(), key: keyOf(userId), count: 1, lastRequest: now })
    .onConflictDoUpdate({
      target: authRateLimits.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${count} + 1 end`,
        lastRequest: sql`case when ${isOver} then ${now} else ${lastRequest} end`,
      },
    })
    .returning({ count, since: lastRequest })
  if (!row || row.count <= GUESSES) return
  const seconds = Math.max(1, Math.ceil((row.since + WINDOW_MS - now) / 1000))
  throw new Problem('rate_limited', {
    detail: `Too many wrong answers. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    headers: { 'Retry-After': String(seconds) },
  })
}

export async function forgetGuesses({ db }: Context, userId: string): Promise<void> {
  await db.delete(authRateLimits).where(eq(authRateLimits.key, keyOf(userId)))
}
