/** Refusals as problem details that the page may read. */
import type { RateLimit, Refusal } from '@vectreal/auth-core'
import { PROBLEM_CODES, type ProblemCode } from '../problem-codes.js'
import type { EmbedExchange } from './exchange.js'

/** Which count a client is over; the name appears in both RateLimit fields. */
type Policy = 'auth-failures' | 'embed-reports' | 'management-writes'

/** RFC 6750 §3.1: no error code where no credentials came. */
const CHALLENGES: Partial<Record<ProblemCode, string>> = {
  missing_token: 'Bearer realm="vectreal"',
  malformed_token: challenge('invalid_token', 'The API key is malformed'),
  unknown_key: challenge('invalid_token', 'The API key is unknown'),
  key_revoked: challenge('invalid_token', 'The API key was revoked'),
  key_expired: challenge('invalid_token', 'The API key has expired'),
  organization_suspended: challenge('insufficient_scope', 'The organization is suspended'),
  domain_not_allowed: challenge('insufficient_scope', 'This origin may not embed the scene'),
  visitor_token_required: challenge('insufficient_scope', 'A visitor token is required'),
  token_out_of_scope: challenge('insufficient_scope', 'The visitor token does not cover this request'),
  project_out_of_scope: challenge('insufficient_scope', 'The API key does not cover this project'),
}

function challenge(error: string, description: string): string {
  return `Bearer realm="vectreal", error="${error}", error_description="${description}"`
}

export function sendRefusal(exchange: EmbedExchange, refusal: Refusal): void {
  sendProblem(exchange, refusal.code, refusal.layer, membersOf(refusal), headersOf(refusal))
}

/** What a refusal tells besides its code. */
function membersOf(refusal: Refusal): Record<string, unknown> {
  switch (refusal.code) {
    case 'key_revoked':
      return { revokedAt: refusal.revokedAt.toISOString() }
    case 'key_expired':
      return { expiredAt: refusal.expiredAt.toISOString() }
    case 'domain_not_allowed':
      return {
        ...detailOf(refusal.origin),
        origin: refusal.origin,
        ...(refusal.suggestedPattern !== null && { suggestedPattern: refusal.suggestedPattern }),
      }
    case 'rate_limited':
      return { retryAfter: refusal.rateLimit.retryAfterSeconds }
    default:
      return {}
  }
}

/** What cannot be allowed has another remedy than an entry. */
function detailOf(origin: string | null): { readonly detail?: string } {
  if (origin === 'null') {
    return {
      detail:
        'The page has no origin of its own (Origin: null): it is in a sandbox without allow-same-origin, or comes from srcdoc, a data: URL or a file. No allowlist entry can allow it; serve it from a domain, or widen the sandbox.',
    }
  }
  if (origin === null) {
    return {
      detail:
        'The request names no page: it has neither Origin nor Referer. Browsers send one of them for an embed; a program that asks for scenes is refused.',
    }
  }
  return {}
}

function headersOf(refusal: Refusal): string[] {
  if (refusal.code === 'rate_limited') return rateLimitHeaders('auth-failures', refusal.rateLimit)
  if (refusal.code === 'temporarily_unavailable') return ['Retry-After', String(refusal.retryAfterSeconds)]
  return []
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

/** Writes a problem with the headers of CORS: without them a page sees only "network error". */
export function sendProblem(
  exchange: EmbedExchange,
  code: ProblemCode,
  layer: string | null,
  members: Record<string, unknown> = {},
  headers: readonly string[] = [],
): void {
  const { res, requestId } = exchange
  const { status, title, meaning } = PROBLEM_CODES[code]
  const body = JSON.stringify({
    type: `${exchange.publicUrl}/docs/errors/${code}`,
    title,
    status,
    detail: meaning,
    code,
    ...(layer !== null && { layer }),
    requestId,
    ...members,
  })
  const authenticate = CHALLENGES[code]
  res.writeHead(status, [
    ...exchange.headers(),
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    ...(authenticate === undefined ? [] : ['WWW-Authenticate', authenticate]),
    ...headers,
  ])
  res.end(exchange.isHead ? undefined : body)
}
