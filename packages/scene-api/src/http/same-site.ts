/** Tells requests of our own pages from those that another site makes with a visitor's cookies. */
import type { IncomingHttpHeaders } from 'node:http'

/** Browsers always say where a writing request comes from; a program without these headers has no visitor's cookies. */
export function isFromElsewhere(headers: IncomingHttpHeaders, trusted: readonly string[]): boolean {
  const { origin, referer } = headers
  const site = headers['sec-fetch-site']
  if (origin !== undefined) return !trusted.includes(origin)
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  if (referer !== undefined) return !trusted.some((own) => referer === own || referer.startsWith(`${own}/`))
  return false
}

export const saysWhereFrom = (headers: IncomingHttpHeaders): boolean =>
  headers.origin !== undefined || headers.referer !== undefined || headers['sec-fetch-site'] !== undefined
