/** What a client that is over a count is told. */
import type { RateLimit } from '@vectreal/auth-core'

/** `remainingMs`: until the window ends. Rounded up: whoever waits the seconds named finds it over. */
export function toRateLimit(
  { limit, windowSeconds }: Pick<RateLimit, 'limit' | 'windowSeconds'>,
  remainingMs: number,
): RateLimit {
  return { limit, windowSeconds, retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)) }
}
