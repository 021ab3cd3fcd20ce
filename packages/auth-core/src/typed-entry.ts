/** Reads an allowlist entry as people type or paste it. Knows hosts and ports, but no public suffixes. */
import type { DomainPattern } from './domain-pattern.js'
import { isLocalhost } from '@vectreal/scene-format'
import {
  type AppScheme,
  DEFAULT_PORT,
  isAppLocalhost,
  isAppScheme,
  type Origin,
  parseOrigin,
  type WebScheme,
} from './origin.js'

export type EntryFlaw =
  | 'empty'
  | 'too_long'
  | 'several_entries'
  | 'null_origin'
  | 'scheme'
  | 'app_host'
  | 'userinfo'
  | 'unparsable'
  | 'port'
  | 'too_broad'
  | 'wildcard_position'
  | 'wildcard_characters'
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
const MAX_LABEL_LENGTH = 63
const LABEL_LITERAL = /^[a-z0-9_-]+$/
const IPV4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/
/** These serve every app from one name. */
const SHELLS: ReadonlySet<AppScheme> = new Set(['capacitor', 'ionic', 'tauri'])
const NUMBER_OR_STAR = /^(?:[0-9]+|\*)$/

/** `entry` is trimmed. A URL is cut down to its origin. */
export function readTypedEntry(entry: string): TypedEntry {
  if (entry === '') return flaw('empty')
  if (entry.length > MAX_LENGTH) return flaw('too_long')
  if (SEPARATOR.test(entry)) return flaw('several_entries', entry.split(SEPARATOR).find(Boolean))

  if (entry.toLowerCase() === 'null') return flaw('null_origin')

  const schemeEnd = entry.indexOf('://')
  const scheme = schemeEnd === -1 ? 'https' : entry.slice(0, schemeEnd).toLowerCase()
  const rest = schemeEnd === -1 ? entry.replace(/^\/\//, '') : entry.slice(schemeEnd + 3)
  const authority = rest.replace(/[/?#].*$/, '')
  if (isAppScheme(scheme)) return readAppOrigin(scheme, authority)
  if (scheme !== 'https' && scheme !== 'http') return flaw('scheme', rest)
  const prefix = scheme === 'http' ? 'http://' : ''

  const at = authority.lastIndexOf('@')
  if (at !== -1) return flaw('userinfo', prefix + authority.slice(at + 1))

  const [, typedHost, typedPort] = HOST_AND_PORT.exec(authority) ?? []
  if (typedHost === undefined) {
    return flaw('unparsable', BARE_IPV6.test(authority) ? `${prefix}[${authority}]` : undefined)
  }
  const port = readPort(typedPort, scheme)
  if (port === null) return flaw('port', prefix + typedHost)

  const read = readHost(typedHost)
  if ('host' in read) return { ok: true, pattern: { scheme, port, ...read } }
  if (read.reason === 'localhost' && schemeEnd !== -1 && port !== '*') {
    const origin: Origin = { scheme, host: toAscii(typedHost) ?? '', port }
    if (isAppLocalhost(origin)) return { ok: true, pattern: { ...origin, wildcard: null } }
  }
  const typedSuffix = typedPort === undefined ? '' : `:${typedPort}`
  return flaw(read.reason, read.instead === undefined ? undefined : prefix + read.instead + typedSuffix)
}

function readAppOrigin(scheme: AppScheme, authority: string): TypedEntry {
  const origin = parseOrigin(`${scheme}://${authority}`)
  if (origin !== null) return { ok: true, pattern: { ...origin, wildcard: null } }
  return flaw('app_host', SHELLS.has(scheme) ? `${scheme}://localhost` : undefined)
}

type HostParts = Pick<DomainPattern, 'host' | 'wildcard'>
interface HostFlaw {
  readonly reason: EntryFlaw
  readonly instead?: string
}

/** The host of an entry as browsers write it, and the wildcard before it. */
function readHost(typed: string): HostParts | HostFlaw {
  if (typed === '') return { reason: 'unparsable' }
  if (/^[*.]+$/.test(typed)) return { reason: 'too_broad' }
  const { start, base } = splitWildcard(typed)
  if (base.includes('*')) return misplacedWildcard(typed)
  if (base.startsWith('.')) return { reason: 'unparsable', instead: `*${base}` }

  const host = toAscii(base)
  if (host === null) return { reason: 'unparsable' }
  if (isLocalhost(host)) return { reason: 'localhost' }
  if (isAddress(host)) {
    if (start !== '') return { reason: 'ip_wildcard' }
    // 10.1 and 0x0a000001 are addresses for a browser, but hardly for whoever reads the list.
    return host.startsWith('[') || host === base
      ? { host, wildcard: null }
      : { reason: 'ip_notation', instead: host }
  }
  if (start === '') return { host, wildcard: null }
  if (start === '*') return { host, wildcard: 'subdomains' }
  const [before = '', after = ''] = start.toLowerCase().split('*')
  // A part of a label cannot be turned into punycode.
  if (!LABEL_LITERAL.test(before + after)) return { reason: 'wildcard_characters' }
  return start.length <= MAX_LABEL_LENGTH ? { host, wildcard: { before, after } } : { reason: 'unparsable' }
}

/** The first label where it has one `*`, and the rest; no wildcard where it has none. */
function splitWildcard(typed: string): { readonly start: string; readonly base: string } {
  const dot = typed.indexOf('.')
  const first = dot === -1 ? typed : typed.slice(0, dot)
  const stars = first.split('*').length - 1
  return stars === 1 && dot !== -1 ? { start: first, base: typed.slice(dot + 1) } : { start: '', base: typed }
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
function readPort(typed: string | undefined, scheme: WebScheme): number | '*' | null {
  if (typed === undefined || typed === '') return DEFAULT_PORT[scheme]
  if (typed === '*') return '*'
  if (!/^[0-9]{1,5}$/.test(typed)) return null
  const port = Number(typed)
  return port >= 1 && port <= 65_535 ? port : null
}

function flaw(reason: EntryFlaw, tryInstead?: string): TypedEntry {
  return { ok: false, reason, ...(tryInstead !== undefined && { tryInstead }) }
}
