/** The stored form of an allowlist entry: `[scheme://][*.|pr-*-acme.]host[:port|:*]`. */
import { DEFAULT_PORT, isAppScheme, parseOrigin, type Scheme } from './origin.js'

/** One label with a `*` inside: `pr-*-acme` has `pr-` before it and `-acme` after it. At least one is not empty. */
export interface LabelWildcard {
  readonly before: string
  readonly after: string
}

/** The parts of an allowlist entry. */
export interface DomainPattern {
  readonly scheme: Scheme
  /** Without what a wildcard puts in front of it. */
  readonly host: string
  /**
   * `subdomains` (`*.`): any depth below `host`, not `host` itself. A label: exactly one label below `host`, with one or
   * more of `a-z`, `0-9` and `-` in place of the `*`. Null: `host` itself.
   */
  readonly wildcard: 'subdomains' | LabelWildcard | null
  /** `*`: any port. An entry without a port has the default one of its scheme (RFC 9110 §4.2). */
  readonly port: number | '*'
}

const LABEL_WILDCARD = /^([a-z0-9_-]*)\*([a-z0-9_-]*)\./
/** A label has at most 63 characters (RFC 1035 §2.3.4), and the `*` stands for at least one. */
const MAX_LITERAL_LENGTH = 62

/** Reads a stored pattern; null where `normalizeDomainPattern` would have written it otherwise. */
export function parseDomainPattern(text: string): DomainPattern | null {
  const [, scheme = 'https', afterScheme = ''] = /^(?:([a-z-]+):\/\/)?(.*)$/s.exec(text) ?? []
  const [start = '', before = '', after = ''] = LABEL_WILDCARD.exec(afterScheme) ?? []
  const hostAndPort = afterScheme.slice(start.length)
  const anyPort = hostAndPort.endsWith(':*')
  const origin = parseOrigin(`${scheme}://${anyPort ? hostAndPort.slice(0, -2) : hostAndPort}`)
  if (origin === null || origin.host.endsWith('.')) return null
  if (isAppScheme(origin.scheme) && (start !== '' || anyPort)) return null
  if (before.length + after.length > MAX_LITERAL_LENGTH) return null
  const pattern: DomainPattern = {
    scheme: origin.scheme,
    host: origin.host,
    wildcard: start === '' ? null : start === '*.' ? 'subdomains' : { before, after },
    port: anyPort ? '*' : origin.port,
  }
  return formatDomainPattern(pattern) === text ? pattern : null
}

export function formatDomainPattern({ scheme, host, wildcard, port }: DomainPattern): string {
  // `localhost` alone is what people type for their own computer, and no entry.
  const shownScheme = scheme === 'https' && host !== 'localhost' ? '' : `${scheme}://`
  const start = `${shownScheme}${formatWildcard(wildcard)}${host}`
  return port === DEFAULT_PORT[scheme] ? start : `${start}:${port}`
}

function formatWildcard(wildcard: DomainPattern['wildcard']): string {
  if (wildcard === null) return ''
  return wildcard === 'subdomains' ? '*.' : `${wildcard.before}*${wildcard.after}.`
}
