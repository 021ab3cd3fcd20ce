/** Refusals as problem details that the page may read. */
import type { Refusal } from '@vectreal/auth-core'
import { rateLimitHeaders } from '../http/rate-limit.js'
import { PROBLEM_CODES, type ProblemCode } from '../problem-codes.js'
import type { EmbedExchange } from './exchange.js'

/** RFC 6750 §3: what a client that authenticates with a token is told. No error code where no credentials came. */
function challengeOf(code: ProblemCode): string | null {
  const { status, layer, title } = PROBLEM_CODES[code]
  if (layer === undefined || (status !== 401 && status !== 403)) return null
  if (code === 'missing_token') return 'Bearer realm="vectreal"'
  const error = status === 401 ? 'invalid_token' : 'insufficient_scope'
  return `Bearer realm="vectreal", error="${error}", error_description="${title}"`
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
  const authenticate = challengeOf(code)
  res.writeHead(status, [
    ...exchange.headers(),
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    ...(authenticate === null ? [] : ['WWW-Authenticate', authenticate]),
    ...headers,
  ])
  res.end(exchange.isHead ? undefined : body)
}
