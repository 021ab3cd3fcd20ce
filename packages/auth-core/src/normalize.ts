/**
 * Turns what people type or paste into allowlist patterns, or says what to type instead. Carries the public
 * suffix list, which nothing else here needs.
 */
import { parse } from 'tldts'
import { formatDomainPattern, parseDomainPattern, type DomainPattern } from './domain-pattern.js'
import { DEFAULT_PORT, isLocalhost, type Scheme } from './origin.js'
import { suggestedPattern } from './suggested-pattern.js'

export type PatternFlaw =
  | 'empty'
  | 'too_long'
  | 'several_entries'
  | 'unparsable'
  | 'scheme'
  | 'userinfo'
  | 'port'
  | 'too_broad'
  | 'wildcard_position'
  | 'public_suffix'
  | 'ip_wildcard'
  | 'ip_notation'
  | 'single_label'
  | 'localhost'

export interface PatternWarning {
  readonly code: 'shared_hosting' | 'insecure_scheme'
  readonly pattern: string
  readonly message: string
}

export type NormalizedPattern =
  | { readonly ok: true; readonly pattern: string; readonly warnings: PatternWarning[] }
  | {
      readonly ok: false
      readonly reason: PatternFlaw
      /** Names what was typed and the remedy. */
      readonly message: string
      /** An entry that would be accepted. */
      readonly suggestion?: string
    }

/** A pasted URL may be long; no entry needs more. */
const MAX_LENGTH = 2048
const SHOWN_LENGTH = 60
const HOST = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/
const IPV4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/
const NUMERIC_LABEL = /^(?:[0-9]+|0x[0-9a-f]*)$/i

/**
 * One entry to its one stored form: `[http://][*.]host[:port|:*]`, lower-case, IDN as punycode, without trailing
 * dot, default port and `https://`. A URL is cut down to its origin.
 */
export function normalizeDomainPattern(text: string): NormalizedPattern {
  const entry = text.trim()
  const shown = JSON.stringify(entry.length > SHOWN_LENGTH ? `${entry.slice(0, SHOWN_LENGTH)}…` : entry)

  /** `tryInstead` is offered only where it would be accepted. */
  function refuse(reason: PatternFlaw, message: string, tryInstead?: string): NormalizedPattern {
    const other = tryInstead === undefined || tryInstead === entry ? null : normalizeDomainPattern(tryInstead)
    if (other?.ok !== true) return { ok: false, reason, message: `${shown} ${message}` }
    const { pattern } = other
    return { ok: false, reason, message: `${shown} ${message} Try ${pattern}.`, suggestion: pattern }
  }

  if (entry === '')
    return { ok: false, reason: 'empty', message: 'The entry is empty: type a domain such as example.com.' }
  if (entry.length > MAX_LENGTH) return refuse('too_long', 'is too long for a domain.')
  if (/[\s,;]/.test(entry)) {
    const first = entry.split(/[\s,;]+/).find((part) => part !== '')
    return refuse(
      'several_entries',
      'holds a space, comma or semicolon: give each domain an entry of its own.',
      first,
    )
  }

  const schemeEnd = entry.indexOf('://')
  const schemeText = schemeEnd === -1 ? '' : entry.slice(0, schemeEnd).toLowerCase()
  const afterScheme = schemeEnd === -1 ? entry.replace(/^\/\//, '') : entry.slice(schemeEnd + 3)
  if (schemeEnd !== -1 && schemeText !== 'https' && schemeText !== 'http') {
    return refuse(
      'scheme',
      'does not begin with https:// or http://; no other scheme can be allowed.',
      afterScheme,
    )
  }
  const scheme: Scheme = schemeText === 'http' ? 'http' : 'https'
  const prefix = scheme === 'http' ? 'http://' : ''

  const authority = /^[^/?#]*/.exec(afterScheme)?.[0] ?? ''
  if (authority === '') return refuse('unparsable', 'names no domain; type one such as example.com.')
  const at = authority.lastIndexOf('@')
  if (at !== -1) {
    return refuse('userinfo', 'holds an @: give the domain alone.', prefix + authority.slice(at + 1))
  }

  const split = /^(\[[^\]]*\]|[^:[\]]*)(?::([^:]*))?$/.exec(authority)
  if (split === null) {
    return refuse('unparsable', 'is not a domain; an IPv6 address needs brackets.', `${prefix}[${authority}]`)
  }
  const typedHost = split[1] as string
  const port = readPort(split[2], scheme)
  if (port === null) {
    return refuse('port', 'has a port that is none: give 1 to 65535, or * for any.', prefix + typedHost)
  }
  const portSuffix = port === DEFAULT_PORT[scheme] ? '' : `:${port}`
  const instead = (host: string) => prefix + host + portSuffix

  if (/^[*.]+$/.test(typedHost))
    return refuse('too_broad', 'would allow every site: name a domain, such as *.example.com.')
  const wildcard = typedHost.startsWith('*.')
  const baseText = wildcard ? typedHost.slice(2) : typedHost
  if (baseText.includes('*')) {
    const labels = typedHost.split('.')
    const rest = labels.slice(labels.findLastIndex((label) => label.includes('*')) + 1)
    if (rest.length === 0 || labels.some((label) => NUMERIC_LABEL.test(label))) {
      return looksNumeric(labels)
        ? refuse('ip_wildcard', 'is a range of IP addresses: list single addresses.')
        : refuse(
            'wildcard_position',
            'has a * in a place other than the front, where *. stands for every subdomain.',
          )
    }
    return refuse(
      'wildcard_position',
      'has a * in a place other than the front, where *. stands for every subdomain.',
      instead(`*.${rest.join('.')}`),
    )
  }

  const host = readHost(baseText)
  if (host === null) return refuse('unparsable', 'is not a domain; type one such as example.com.')
  const isAddress = IPV4.test(host) || host.startsWith('[')
  if (isAddress && wildcard)
    return refuse('ip_wildcard', 'is a wildcard over an IP address: list single addresses.')
  if (isLocalhost(host)) {
    return refuse('localhost', 'is this computer: switch "allow localhost" on or off instead of listing it.')
  }
  if (IPV4.test(host) && baseText.replace(/\.$/, '') !== host) {
    return refuse('ip_notation', 'is read as an IP address: write it in the usual form.', instead(host))
  }
  if (!isAddress) {
    const suffix = parse(host, { allowPrivateDomains: false })
    if (suffix.isIcann === true && suffix.publicSuffix === host) {
      const what = wildcard ? `would allow every site under .${host}` : 'is a public suffix, not a site'
      return refuse('public_suffix', `${what}: name the domain below it, such as example.${host}.`)
    }
    if (!host.includes('.')) {
      return refuse('single_label', 'has no dot: type the whole domain, such as example.com.')
    }
  }

  const pattern: DomainPattern = { scheme, host, wildcard, port }
  const stored = formatDomainPattern(pattern)
  if (parseDomainPattern(stored) === null)
    return refuse('unparsable', 'is not a domain; type one such as example.com.')
  return { ok: true, pattern: stored, warnings: warningsOf(stored, pattern, isAddress) }
}

export interface EntryError {
  /** Where the entry stood in the list. */
  readonly index: number
  readonly entry: string
  readonly reason: PatternFlaw
  readonly message: string
  readonly suggestion?: string
}

export type NormalizedAllowlist =
  | { readonly ok: true; readonly patterns: string[]; readonly warnings: PatternWarning[] }
  | { readonly ok: false; readonly errors: EntryError[] }

/** A whole list: duplicates merged, order kept, every refused entry named. */
export function normalizeAllowedDomains(entries: readonly string[]): NormalizedAllowlist {
  const warningsByPattern = new Map<string, PatternWarning[]>()
  const errors: EntryError[] = []
  for (const [index, entry] of entries.entries()) {
    const result = normalizeDomainPattern(entry)
    if (result.ok) {
      warningsByPattern.set(result.pattern, result.warnings)
    } else {
      const { ok: _, ...flaw } = result
      errors.push({ index, entry, ...flaw })
    }
  }
  if (errors.length > 0) return { ok: false, errors }
  return {
    ok: true,
    patterns: [...warningsByPattern.keys()],
    warnings: [...warningsByPattern.values()].flat(),
  }
}

/** `suggestedPattern`, null for public suffixes too: what it answers is accepted here and matches the origin. */
export function suggestAcceptedPattern(origin: string): string | null {
  const pattern = suggestedPattern(origin)
  return pattern !== null && normalizeDomainPattern(pattern).ok ? pattern : null
}

/** Undefined and empty: the scheme's own. Null: not a port. */
function readPort(text: string | undefined, scheme: Scheme): number | '*' | null {
  if (text === undefined || text === '') return DEFAULT_PORT[scheme]
  if (text === '*') return '*'
  if (!/^[0-9]{1,5}$/.test(text)) return null
  const port = Number(text)
  return port >= 1 && port <= 65_535 ? port : null
}

/** The host as browsers write it; null where it is none. */
function readHost(text: string): string | null {
  // The URL parser would decode, or drop, what stands here.
  if (text === '' || /[%\\<>^`{|}"]/.test(text)) return null
  let host: string
  try {
    host = new URL(`https://${text}`).hostname
  } catch {
    return null
  }
  if (host.startsWith('[')) return host
  if (host.endsWith('.')) host = host.slice(0, -1)
  return host.length <= 253 && HOST.test(host) ? host : null
}

function looksNumeric(labels: readonly string[]): boolean {
  return (
    labels.some((label) => NUMERIC_LABEL.test(label)) &&
    labels.every((label) => label === '*' || NUMERIC_LABEL.test(label))
  )
}

function warningsOf(
  pattern: string,
  { scheme, host, wildcard }: DomainPattern,
  isAddress: boolean,
): PatternWarning[] {
  const warnings: PatternWarning[] = []
  if (wildcard && !isAddress) {
    const suffix = parse(host, { allowPrivateDomains: true })
    if (suffix.isPrivate === true && suffix.publicSuffix === host) {
      const message = `${pattern} covers every customer of ${host}, not only your sites: list your own host names.`
      warnings.push({ code: 'shared_hosting', pattern, message })
    }
  }
  if (scheme === 'http') {
    const message = `${pattern} is not encrypted: anyone on the network can read the key there. Use https.`
    warnings.push({ code: 'insecure_scheme', pattern, message })
  }
  return warnings
}
