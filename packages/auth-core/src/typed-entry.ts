/** Reads an allowlist entry as people type or paste it. Knows hosts and ports, but no public suffixes. */
import type { DomainPattern } from './domain-pattern.js'
import { DEFAULT_PORT, isLocalhost, type Scheme } from './origin.js'

export type EntryFlaw =
  | 'empty'
  | 'too_long'
  | 'several_entries'
  | 'scheme'
  | 'userinfo'
  | 'unparsable'
  | 'port'
  | 'too_broad'
  | 'wildcard_position'
  | 'ip_wildcard'
  | 'ip_notation'
  | 'localhost'

export type TypedEntry =
  | { readonly ok: true; readonly pattern: DomainPattern }
  /** `tryInstead`: what may have been meant; it still has to be read itself. */
  | { readonly ok: false; readonly reason: EntryFlaw; readonly tryInstead?: string }

/** A pasted URL may be long; no entry needs more. */
const MAX_LENGTH = 2048
const SEPARATOR = /[\s,;]+/
/** A bracketed or plain host, then a port. */
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:[\]]*)(?::([^:]*))?$/
const BARE_IPV6 = /^[0-9a-f:.]+$/i
/** What the URL parser would decode, drop or take for the end of a host. */
const NO_HOST_CHARACTER = /[%\\<>^`{|}"\p{Cc}]/u
const HOST = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/
const MAX_HOST_LENGTH = 253
const IPV4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/
const NUMBER_OR_STAR = /^(?:[0-9]+|\*)$/

/** `entry` is trimmed. A URL is cut down to its origin. */
export function readTypedEntry(entry: string): TypedEntry {
  if (entry === '') return flaw('empty')
  if (entry.length > MAX_LENGTH) return flaw('too_long')
  if (SEPARATOR.test(entry)) return flaw('several_entries', entry.split(SEPARATOR).find(Boolean))

  const schemeEnd = entry.indexOf('://')
  const typedScheme = schemeEnd === -1 ? 'https' : entry.slice(0, schemeEnd).toLowerCase()
  const rest = schemeEnd === -1 ? entry.replace(/^\/\//, '') : entry.slice(schemeEnd + 3)
  if (typedScheme !== 'https' && typedScheme !== 'http') return flaw('scheme', rest)
  const prefix = typedScheme === 'http' ? 'http://' : ''

  const authority = rest.replace(/[/?#].*$/, '')
  const at = authority.lastIndexOf('@')
  if (at !== -1) return flaw('userinfo', prefix + authority.slice(at + 1))

  const [, typedHost, typedPort] = HOST_AND_PORT.exec(authority) ?? []
  if (typedHost === undefined) {
    return flaw('unparsable', BARE_IPV6.test(authority) ? `${prefix}[${authority}]` : undefined)
  }
  const port = readPort(typedPort, typedScheme)
  if (port === null) return flaw('port', prefix + typedHost)

  const host = readHost(typedHost)
  if (typeof host === 'string') {
    return { ok: true, pattern: { scheme: typedScheme, host, wildcard: typedHost.startsWith('*.'), port } }
  }
  const typedSuffix = typedPort === undefined ? '' : `:${typedPort}`
  return flaw(host.reason, host.instead === undefined ? undefined : prefix + host.instead + typedSuffix)
}

interface HostFlaw {
  readonly reason: EntryFlaw
  readonly instead?: string
}

/** The host of an entry, without `*.`, as browsers write it. */
function readHost(typed: string): string | HostFlaw {
  if (typed === '') return { reason: 'unparsable' }
  if (/^[*.]+$/.test(typed)) return { reason: 'too_broad' }
  const wildcard = typed.startsWith('*.')
  const base = wildcard ? typed.slice(2) : typed
  if (base.includes('*')) return misplacedWildcard(typed)
  if (base.startsWith('.')) return { reason: 'unparsable', instead: `*${base}` }

  const host = toAscii(base)
  if (host === null) return { reason: 'unparsable' }
  if (isLocalhost(host)) return { reason: 'localhost' }
  if (!isAddress(host)) return host
  if (wildcard) return { reason: 'ip_wildcard' }
  // 10.1 and 0x0a000001 are addresses for a browser, but hardly for whoever reads the list.
  return host.startsWith('[') || host === base ? host : { reason: 'ip_notation', instead: host }
}

function misplacedWildcard(typed: string): HostFlaw {
  const labels = typed.split('.')
  if (labels.every((label) => NUMBER_OR_STAR.test(label))) return { reason: 'ip_wildcard' }
  const afterStar = typed.slice(typed.lastIndexOf('*') + 1).replace(/^\./, '')
  return { reason: 'wildcard_position', ...(afterStar !== '' && { instead: `*.${afterStar}` }) }
}

/** Lower-case ASCII without trailing dot, IDN as punycode; null where a browser would not take it for a host. */
function toAscii(typed: string): string | null {
  if (NO_HOST_CHARACTER.test(typed)) return null
  let host: string
  try {
    host = new URL(`https://${typed}`).hostname
  } catch {
    return null
  }
  if (host.startsWith('[')) return host
  if (host.endsWith('.')) host = host.slice(0, -1)
  return host.length <= MAX_HOST_LENGTH && HOST.test(host) ? host : null
}

export function isAddress(host: string): boolean {
  return host.startsWith('[') || IPV4.test(host)
}

/** None and empty: the scheme's own. Null: not a port. */
function readPort(typed: string | undefined, scheme: Scheme): number | '*' | null {
  if (typed === undefined || typed === '') return DEFAULT_PORT[scheme]
  if (typed === '*') return '*'
  if (!/^[0-9]{1,5}$/.test(typed)) return null
  const port = Number(typed)
  return port >= 1 && port <= 65_535 ? port : null
}

function flaw(reason: EntryFlaw, tryInstead?: string): TypedEntry {
  return { ok: false, reason, ...(tryInstead !== undefined && { tryInstead }) }
}
