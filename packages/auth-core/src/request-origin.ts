/** Which page a request says it comes from. */
import { redactTokens } from '@vectreal/scene-format'
import { parseOrigin, serializeOrigin } from './origin.js'

/**
 * Where a request says it comes from. `origin` is serialized as in RFC 6454 §6.2; `source` is the header that
 * named it.
 */
export type RequestOrigin =
  | { readonly kind: 'origin'; readonly origin: string; readonly source: 'origin' | 'referer' }
  /** `Origin: null`: a sandboxed frame, a `file:` or `data:` page, a redirect between origins. */
  | { readonly kind: 'null' }
  /** Neither header names a page: not a browser's cross-origin request. */
  | { readonly kind: 'none' }
  /** An `Origin` header that is no http(s) origin; `seen` is a cleaned excerpt of it. */
  | { readonly kind: 'invalid'; readonly seen: string }

/** The two headers that can name a page (RFC 6454 §7, RFC 9110 §10.1.3), as they came. */
export interface OriginHeaders {
  readonly origin?: string | null | undefined
  readonly referer?: string | null | undefined
}

/** `Headers` of the Fetch API, or anything that reads like them. */
export interface HeadersLike {
  get(name: string): string | null
}

const NULL: RequestOrigin = { kind: 'null' }
const NONE: RequestOrigin = { kind: 'none' }
const SEEN_LENGTH = 100
/** What may stand in a URL; everything else of an unreadable header is dropped. */
const UNSEEN = /[^\w\-.~:/?#[\]@!$&'()*+,;=%]/g

/**
 * `Origin` decides wherever it is present, because a page cannot set or trim it; the origin of `Referer` only
 * where it is absent. A Referer that names no http(s) page counts as none.
 */
export function resolveRequestOrigin(headers: OriginHeaders | HeadersLike): RequestOrigin {
  const { origin, referer } = isHeadersLike(headers)
    ? { origin: headers.get('origin'), referer: headers.get('referer') }
    : headers
  if (origin !== undefined && origin !== null) {
    if (origin === 'null') return NULL
    const parsed = parseOrigin(origin)
    if (parsed === null) return { kind: 'invalid', seen: excerpt(origin) }
    return { kind: 'origin', origin: serializeOrigin(parsed), source: 'origin' }
  }
  if (referer === undefined || referer === null) return NONE
  const parsed = parseOrigin(originOfReferer(referer))
  return parsed === null ? NONE : { kind: 'origin', origin: serializeOrigin(parsed), source: 'referer' }
}

function isHeadersLike(headers: OriginHeaders | HeadersLike): headers is HeadersLike {
  return typeof (headers as Partial<HeadersLike>).get === 'function'
}

/** Up to the slash that ends the authority; a `?` or `#` in its place leaves text that is no origin. */
function originOfReferer(referer: string): string {
  const authorityAt = referer.indexOf('://') + 3
  const end = referer.indexOf('/', authorityAt)
  return end === -1 ? referer : referer.slice(0, end)
}

function excerpt(text: string): string {
  return redactTokens(text.slice(0, 4 * SEEN_LENGTH).replace(UNSEEN, '')).slice(0, SEEN_LENGTH)
}
