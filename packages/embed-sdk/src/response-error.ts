/** Turns a refusing response into the error that explains it. */
import { EMBED_ERROR_CODES, type EmbedErrorCode } from '@vectreal/scene-format'
import { parseRetryAfter } from './retry.js'
import { VectrealError, type VectrealErrorCode } from './vectreal-error.js'

/** A refusal is a few hundred bytes; more than this is somebody else's page. */
const MAX_PROBLEM_CHARACTERS = 64 * 1024

/** Reads `application/problem+json` (RFC 9457); any other body is judged by its status alone. */
export async function errorFromResponse(response: Response): Promise<VectrealError> {
  const problem = await readProblem(response)
  const code = codeOf(problem['code'], response.status)
  const isOurs = code === problem['code']
  return new VectrealError(code, {
    status: response.status,
    requestId: text(problem['requestId']) ?? response.headers.get('x-request-id') ?? undefined,
    detail: isOurs ? text(problem['detail']) : `${fallbackMessage(response.status)}`,
    origin: text(problem['origin']),
    suggestedPattern: text(problem['suggestedPattern']),
    endedAt: text(problem['expiredAt']) ?? text(problem['revokedAt']),
    retryAfterSeconds: parseRetryAfter(response.headers.get('retry-after')),
    retryable: isRetryableStatus(response.status),
  })
}

function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function codeOf(stated: unknown, status: number): VectrealErrorCode {
  if (EMBED_ERROR_CODES.includes(stated as EmbedErrorCode)) return stated as EmbedErrorCode
  if (status === 429) return 'rate_limited'
  if (status === 408) return 'timeout'
  return status >= 500 ? 'temporarily_unavailable' : 'unexpected_response'
}

function fallbackMessage(status: number): string {
  return `The server responded with ${status}, without a reason that this SDK knows.`
}

async function readProblem(response: Response): Promise<Record<string, unknown>> {
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return {}
  try {
    const body = await response.text()
    const value: unknown = body.length > MAX_PROBLEM_CHARACTERS ? null : JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
