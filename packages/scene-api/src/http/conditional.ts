/** Conditional and partial requests and encodings (RFC 9110 §12 to §14), as far as strong entity tags need them. */
import fresh from 'fresh'
import Negotiator from 'negotiator'
import parseRange from 'range-parser'

/**
 * Whether `If-None-Match` names the representation that would be sent: then it is a 304. `Cache-Control: no-cache` beside it
 * says nothing: `fetch` adds that by itself to requests with a condition of their own.
 */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag })
}

export type ResolvedRange =
  /** No range, one of a form we do not serve, or one for another version: the whole. */
  | { readonly kind: 'whole' }
  /** Both ends inclusive. */
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const WHOLE: ResolvedRange = { kind: 'whole' }
/** One that starts or ends before it begins is no range (RFC 9110 §14.1.1). */
const FROM_TO = /^bytes= *(\d+) *- *(\d+) *$/
/** `-0` aside, the last bytes of a file are never none: as many as it has (§14.1.2). */
const LAST = /^bytes= *- *0*[1-9]\d* *$/

/** Reads `Range` and `If-Range`. Several ranges at once get the whole, which the standard allows. */
export function resolveRange(
  { range, ifRange }: { range: string | undefined; ifRange: string | undefined },
  bytes: number,
  etag: string,
): ResolvedRange {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return WHOLE
  const parsed = parseRange(bytes, range)
  if (parsed === -2) return WHOLE
  if (parsed === -1) {
    if (!range.startsWith('bytes=') || isBackwards(range)) return WHOLE
    return LAST.test(range) && bytes > 0
      ? { kind: 'part', start: 0, end: bytes - 1 }
      : { kind: 'unsatisfiable' }
  }
  const [part] = parsed
  if (parsed.type !== 'bytes' || parsed.length !== 1 || part === undefined || range.includes(','))
    return WHOLE
  return { kind: 'part', start: part.start, end: part.end }
}

function isBackwards(range: string): boolean {
  const [, first, last] = FROM_TO.exec(range) ?? []
  return first !== undefined && Number(last) < Number(first)
}

/** Whether `Accept-Encoding` takes this encoding. */
export function acceptsEncoding(header: string | undefined, encoding: 'br' | 'gzip'): boolean {
  if (header === undefined) return false
  return new Negotiator({ headers: { 'accept-encoding': header } }).encodings([encoding]).length > 0
}
