/** How many requests of one kind somebody may send in a minute, counted by this process alone. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { countNoun } from '../count-noun.js'
import { type Policy, rateLimitHeaders, toRateLimit } from '../http/rate-limit.js'
import { Problem } from '../problem.js'

const WINDOW_SECONDS = 60

export interface RequestLimit {
  readonly policy: Policy
  /** Requests a minute. */
  readonly limit: number
  /** What is counted, in the plural, for people. */
  readonly what: string
}

/** @returns a function that counts one request for `key`, and rejects with `rate_limited` where that is one too many */
export function createRequestLimiter({ policy, limit, what }: RequestLimit): (key: string) => Promise<void> {
  const limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS })
  return async (key) => {
    try {
      await limiter.consume(key)
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const rateLimit = toRateLimit({ limit, windowSeconds: WINDOW_SECONDS }, error.msBeforeNext)
      throw new Problem('rate_limited', {
        detail: `More than ${limit} ${what} in a minute. Wait ${countNoun(rateLimit.retryAfterSeconds, 'second')}.`,
        headers: Object.fromEntries(pairs(rateLimitHeaders(policy, rateLimit))),
      })
    }
  }
}

function* pairs(flat: readonly string[]): Generator<[string, string]> {
  for (let i = 0; i + 1 < flat.length; i += 2) yield [flat[i] as string, flat[i + 1] as string]
}
