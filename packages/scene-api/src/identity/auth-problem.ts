/** What the sign-in library refuses, as problem details. */
import type { ProblemCode } from '../problem-codes.js'

/** Where `type` leads: the library's own codes have no pages. */
const PAGE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limited',
  503: 'temporarily_unavailable',
}

/** The library's `code` and `message` stay, beside the members of RFC 9457. */
export function toProblemBody(
  publicUrl: string,
  response: Response,
  body: Buffer,
  requestId: string,
): Buffer<ArrayBuffer> {
  let given: Record<string, unknown> = {}
  try {
    const parsed: unknown = JSON.parse(body.toString())
    if (typeof parsed === 'object' && parsed !== null) given = parsed as Record<string, unknown>
  } catch {
    // Not JSON: the status says it all.
  }
  const detail = typeof given.message === 'string' ? given.message : undefined
  const title = detail ?? (response.statusText || 'The request was refused')
  const page =
    PAGE_OF_STATUS[response.status] ?? (response.status < 500 ? 'invalid_request' : 'internal_error')
  const type = `${publicUrl}/docs/errors/${page}`
  const code = given.code ?? (response.status === 429 ? 'rate_limited' : undefined)
  return Buffer.from(
    JSON.stringify({ ...given, type, title, status: response.status, detail, code, requestId }),
  )
}
