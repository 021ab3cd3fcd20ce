/** Counts in fixed windows, on all nodes together. One statement each: what comes at once is counted one by one. */
import { createHash, randomUUID } from 'node:crypto'
import { eq, lt, sql } from 'drizzle-orm'
import type { Clock } from '../../clock.js'
import { countNoun } from '../../count-noun.js'
import type { Database } from '../../db/database.js'
import { authRateLimits } from '../../db/users.js'
import { Problem } from '../../problem.js'

const DAY_SECONDS = 86_400

export interface Limit {
  readonly max: number
  /** At most a day: older windows are forgotten. */
  readonly windowSeconds: number
}

export interface Count {
  readonly count: number
  readonly retryAfterSeconds: number
}

interface Counting {
  /** Not the shared transaction of a request: what is rolled back was tried all the same. */
  readonly db: Database
  readonly clock: Clock
}

/** Counts one more, and resolves to which one of its window it is. `key` is stored as a hash. */
export async function countAttempt({ db, clock }: Counting, key: string, limit: Limit): Promise<Count> {
  const now = clock.now().getTime()
  const { count, lastRequest } = authRateLimits
  const isOver = sql`${lastRequest} <= ${now - limit.windowSeconds * 1000}`
  const [row] = await db
    .insert(authRateLimits)
    .values({ id: randomUUID(), key: hashOf(key), count: 1, lastRequest: now })
    .onConflictDoUpdate({
      target: authRateLimits.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${count} + 1 end`,
        lastRequest: sql`case when ${isOver} then ${now} else ${lastRequest} end`,
      },
    })
    .returning({ count, since: lastRequest })
  const since = row?.since ?? now
  return {
    count: row?.count ?? 1,
    retryAfterSeconds: Math.max(1, Math.ceil((since + limit.windowSeconds * 1000 - now) / 1000)),
  }
}

/** Counts, and throws 429 beyond the limit. */
export async function requireAttempt(counting: Counting, key: string, limit: Limit): Promise<Count> {
  const counted = await countAttempt(counting, key, limit)
  if (counted.count > limit.max) throw tooMany(counted)
  return counted
}

/** Takes one back: what turned out to be right was no guess. */
export async function returnAttempt({ db }: Pick<Counting, 'db'>, key: string): Promise<void> {
  await db
    .update(authRateLimits)
    .set({ count: sql`greatest(${authRateLimits.count} - 1, 0)` })
    .where(eq(authRateLimits.key, hashOf(key)))
}

export async function forgetAttempts({ db }: Pick<Counting, 'db'>, key: string): Promise<void> {
  await db.delete(authRateLimits).where(eq(authRateLimits.key, hashOf(key)))
}

/** Removes the windows that are over. */
export async function forgetOldAttempts({ db, clock }: Counting): Promise<void> {
  await db
    .delete(authRateLimits)
    .where(lt(authRateLimits.lastRequest, clock.now().getTime() - DAY_SECONDS * 1000))
}

export function tooMany({ retryAfterSeconds }: Pick<Count, 'retryAfterSeconds'>): Problem {
  return new Problem('rate_limited', {
    detail: `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`,
    headers: { 'Retry-After': String(retryAfterSeconds) },
  })
}

const inWords = (seconds: number): string =>
  seconds < 60 ? countNoun(seconds, 'second') : countNoun(Math.ceil(seconds / 60), 'minute')

/** Neither addresses nor tokens are to be read in the table. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')
