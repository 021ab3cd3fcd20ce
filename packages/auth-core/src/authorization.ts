/** Reads the one header that may carry a token. */

/** Why a header yields no token: none was sent, or what was sent is none. */
export type AuthorizationFlaw = 'missing_token' | 'malformed_token'
/** The token of an `Authorization` header, unchecked, or why there is none. */
export type ParsedAuthorization =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly code: AuthorizationFlaw }

const MISSING: ParsedAuthorization = { ok: false, code: 'missing_token' }
const MALFORMED: ParsedAuthorization = { ok: false, code: 'malformed_token' }

/** Longer than any header with a token of ours; whatever is longer is not looked at. */
const MAX_LENGTH = 1600

const SPACE = 0x20
const SCHEME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+/
const TOKEN68 = /^[0-9A-Za-z\-._~+/]+=*$/

/**
 * Reads `Authorization` (RFC 9110 §11.6.2, RFC 6750 §2.1): any case of `Bearer`, one space or more, exactly
 * one token68, nothing else. No header, an empty one, another scheme and a bare `Bearer` are `missing_token`; a
 * Bearer credential in any other form, and more than one header, are `malformed_token`. Pass every header that came
 * (Node: `req.headersDistinct.authorization`, because `req.headers` hides a second one).
 */
export function parseAuthorization(
  header: string | readonly string[] | undefined | null,
): ParsedAuthorization {
  if (header === undefined || header === null) return MISSING
  if (typeof header === 'string') return parseOne(header)
  if (header.length > 1) return MALFORMED
  return header.length === 0 ? MISSING : parseOne(header[0] as string)
}

function parseOne(header: string): ParsedAuthorization {
  const scheme = SCHEME.exec(header.slice(0, MAX_LENGTH))?.[0] ?? ''
  if (scheme.toLowerCase() !== 'bearer') return MISSING
  if (header.length > MAX_LENGTH) return MALFORMED
  let start = scheme.length
  while (header.charCodeAt(start) === SPACE) start += 1
  if (start === header.length) return MISSING
  const token = header.slice(start)
  return start > scheme.length && TOKEN68.test(token) ? { ok: true, token } : MALFORMED
}
