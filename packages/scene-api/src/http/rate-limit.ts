/** What a client that is over a count is told. */
import type { RateLimit } from '@vectreal/auth-core'

/** Which count a client is over; the name appears in both RateLimit fields. */
export type Policy = 'auth-failures' | 'embed-reports' | 'ar-urls' | 'management-writes' | 'calendar-reads'

/** `remainingMs`: until the window ends. Rounded up: whoever waits the seconds named finds it over. */
export function toRateLimit(
  { limit, windowSeconds }: Pick<RateLimit, 'limit' | 'windowSeconds'>,
  remainingMs: number,
): RateLimit {
  return { limit, windowSeconds, retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)) }
}

/** `Retry-After` (RFC 9110) and the fields of draft-ietf-httpapi-ratelimit-headers, as structured fields. */
export function rateLimitHeaders(
  policy: Policy,
  { limit, windowSeconds, retryAfterSeconds }: RateLimit,
): string[] {
  return [
    'Retry-After',
    String(retryAfterSeconds),
    'RateLimit',
    `"${policy}";r=0;t=${retryAfterSeconds}`,
    'RateLimit-Policy',
    `"${policy}";q=${limit};w=${windowSeconds}`,
  ]
}
