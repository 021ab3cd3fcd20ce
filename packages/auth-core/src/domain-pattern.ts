/** The stored form of an allowlist entry: `[http://][*.]host[:port|:*]`. */
import { DEFAULT_PORT, parseOrigin, type Scheme } from './origin.js'

/** The parts of an allowlist entry. */
export interface DomainPattern {
  readonly scheme: Scheme
  /** Without the `*.` of a wildcard. */
  readonly host: string
  /** Covers any depth below `host`, not `host` itself. */
  readonly wildcard: boolean
  /** `*`: any port. An entry without a port has the default one of its scheme (RFC 9110 §4.2). */
  readonly port: number | '*'
}

/** Reads a stored pattern; null where `normalizeDomainPattern` would have written it otherwise. */
export function parseDomainPattern(text: string): DomainPattern | null {
  const scheme = text.startsWith('http://') ? 'http' : 'https'
  const afterScheme = scheme === 'http' ? text.slice('http://'.length) : text
  const wildcard = afterScheme.startsWith('*.')
  const hostAndPort = wildcard ? afterScheme.slice(2) : afterScheme
  const anyPort = hostAndPort.endsWith(':*')
  const origin = parseOrigin(`${scheme}://${anyPort ? hostAndPort.slice(0, -2) : hostAndPort}`)
  if (origin === null || origin.host.endsWith('.')) return null
  const pattern: DomainPattern = {
    scheme,
    host: origin.host,
    wildcard,
    port: anyPort ? '*' : origin.port,
  }
  return formatDomainPattern(pattern) === text ? pattern : null
}

export function formatDomainPattern({ scheme, host, wildcard, port }: DomainPattern): string {
  const start = `${scheme === 'http' ? 'http://' : ''}${wildcard ? '*.' : ''}${host}`
  return port === DEFAULT_PORT[scheme] ? start : `${start}:${port}`
}
