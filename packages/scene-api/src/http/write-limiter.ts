/** How many changes a person, a service token and an organization may send in a minute. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { rateLimitHeaders } from '../embed/problem-answer.js'
import { toRateLimit } from '../embed/rate-limit.js'
import { Problem } from '../problem.js'
import type { Access, OperatorAccess, PersonAccess } from '../people/access.js'

const WINDOW_SECONDS = 60
/** An organization has several people and programs. */
const ORGANIZATION_FACTOR = 3

export type WriteLimiter = (access: Access | PersonAccess | OperatorAccess) => Promise<void>

/**
 * Counts in this process alone: with several, an even balancer lets through as many times the limit as there are
 * processes. It bounds what one tenant costs, which needs no exact number.
 *
 * @returns a function that rejects with `rate_limited` where one of the two counts is full
 */
export function createWriteLimiter(limitPerMinute: number): WriteLimiter {
  const organizationLimit = limitPerMinute * ORGANIZATION_FACTOR
  const actors = new RateLimiterMemory({ points: limitPerMinute, duration: WINDOW_SECONDS })
  const organizations = new RateLimiterMemory({ points: organizationLimit, duration: WINDOW_SECONDS })
  return async (access) => {
    const { actor } = access
    if (actor.kind === 'operator') return
    await consume(actors, `${actor.kind} ${actor.id}`, limitPerMinute)
    if ('organization' in access) await consume(organizations, access.organization.id, organizationLimit)
  }
}

async function consume(limiter: RateLimiterMemory, key: string, limit: number): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const rateLimit = toRateLimit({ limit, windowSeconds: WINDOW_SECONDS }, error.msBeforeNext)
    const headers = rateLimitHeaders('management-writes', rateLimit)
    throw new Problem('rate_limited', {
      detail: `More than ${limit} changes in a minute. Wait ${rateLimit.retryAfterSeconds} seconds.`,
      headers: Object.fromEntries(pairs(headers)),
    })
  }
}

function* pairs(flat: readonly string[]): Generator<[string, string]> {
  for (let i = 0; i + 1 < flat.length; i += 2) yield [flat[i] as string, flat[i + 1] as string]
}
