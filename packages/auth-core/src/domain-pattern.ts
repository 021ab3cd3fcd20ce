/** The stored form of an allowlist entry: `[http://][*.]host[:port|:*]`. */
import { DEFAULT_PORT, parseOrigin, type Scheme } from './origin.js'

export interface DomainPattern {
  readonly scheme: Scheme
  /** Without the `*.` of a wildcard. */
  readonly host: string
  /** Covers any depth below `host`, not `host` itself. */
  readonly wildcard: boolean
  readonly port: number | '*'
}

/** Reads a stored pattern; null where `normalizeDomainPattern` would not have written it. */
export function parseDomainPattern(text: string): DomainPattern | null {
  const anyPort = text.endsWith(':*')
  let rest = anyPort ? text.slice(0, -2) : text
  const scheme = rest.startsWith('http://') ? 'http' : 'https'
  rest = rest.startsWith(`${scheme}://`) ? rest.slice(scheme.length + 3) : rest
  const wildcard = rest.startsWith('*.')
  const origin = parseOrigin(`${scheme}://${wildcard ? rest.slice(2) : rest}`)
  if (origin === null || origin.host.endsWith('.')) return null
  // A port of its own before `:*` is one too many.
  if (anyPort && origin.port !== DEFAULT_PORT[scheme]) return null
  return { scheme, host: origin.host, wildcard, port: anyPort ? '*' : origin.port }
}

export function formatDomainPattern({ scheme, host, wildcard, port }: DomainPattern): string {
  const start = `${scheme === 'http' ? 'http://' : ''}${wildcard ? '*.' : ''}${host}`
  return port === DEFAULT_PORT[scheme] ? start : `${start}:${port}`
}
