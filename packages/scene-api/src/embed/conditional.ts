/** Conditional and partial requests (RFC 9110 §13, §14), as far as strong entity tags need them. */

/** Whether `If-None-Match` names the representation that would be sent: then it is a 304. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch === etag) return true
  if (ifNoneMatch.trim() === '*') return true
  // Weak comparison: a cache in between may have marked ours weak.
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

export type RangeAnswer =
  /** No range, one of a form we do not serve, or one for another version: the whole. */
  | { readonly kind: 'whole' }
  /** Both ends inclusive. */
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const WHOLE: RangeAnswer = { kind: 'whole' }
const ONE_RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/

/** Reads `Range` and `If-Range`. Several ranges at once are answered with the whole, which the standard allows. */
export function resolveRange(
  { range, ifRange }: { range: string | undefined; ifRange: string | undefined },
  bytes: number,
  etag: string,
): RangeAnswer {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return WHOLE
  const match = ONE_RANGE.exec(range.replaceAll(' ', ''))
  if (match === null) return WHOLE
  const [, first, last, suffix] = match
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), bytes)
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: bytes - length, end: bytes - 1 }
  }
  const start = Number(first)
  const end = last === '' || last === undefined ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return WHOLE
  return start >= bytes ? { kind: 'unsatisfiable' } : { kind: 'part', start, end }
}

/** The encodings that `Accept-Encoding` takes, ours in order of preference. */
export function acceptsEncoding(header: string | undefined, encoding: 'br' | 'gzip'): boolean {
  if (header === undefined) return false
  for (const part of header.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    if (name === encoding) return !parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter))
  }
  return false
}
