/**
 * Turns what people type or paste into allowlist patterns, or says what to type instead. Carries the public
 * suffix list, which nothing else here needs.
 */
import { parse } from 'tldts'
import { formatDomainPattern, type DomainPattern } from './domain-pattern.js'
import { suggestedPattern } from './suggested-pattern.js'
import { isAddress, readTypedEntry, type EntryFlaw } from './typed-entry.js'

/** Why an entry cannot stand on an allowlist. */
export type PatternFlaw = EntryFlaw | 'public_suffix' | 'single_label'

/**
 * Something doubtful about an accepted entry: `shared_hosting` lets in strangers, `insecure_scheme` is plain
 * http.
 */
export interface PatternWarning {
  readonly code: 'shared_hosting' | 'insecure_scheme'
  /** The entry, normalised. */
  readonly pattern: string
  /** For whoever edits the list: what follows from it and what to do. */
  readonly message: string
}

/** One entry in its stored form, or why it is refused. */
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

/** Each follows the entry in quotes. */
const MESSAGE: Readonly<Record<PatternFlaw, string>> = {
  empty: 'is empty: type a domain such as example.com.',
  too_long: 'is too long for a domain.',
  several_entries: 'holds a space, comma or semicolon: give each domain an entry of its own.',
  scheme: 'does not begin with https:// or http://; no other scheme can be allowed.',
  userinfo: 'holds an @: give the domain alone.',
  unparsable: 'is not a domain: type one such as example.com. IPv6 addresses need brackets.',
  port: 'names a port that does not exist: give 1 to 65535, or * for any.',
  too_broad: 'would allow every site: name a domain, such as *.example.com.',
  wildcard_position: 'has a * elsewhere than at the front, where *. stands for every subdomain.',
  public_suffix: 'belongs to everyone who registers a name there: name the domain below it.',
  single_label: 'has no dot: type the whole domain, such as example.com.',
  ip_wildcard: 'is a range of IP addresses: list single addresses.',
  ip_notation: 'is read as an IP address by browsers: write it as four decimal numbers.',
  localhost: 'is the visitor’s own computer: switch allowLocalhost on or off instead of listing it.',
}

const SHOWN_LENGTH = 60

/**
 * One entry to its one stored form: `[http://][*.]host[:port|:*]`, lower-case, IDN as punycode, without trailing
 * dot, default port and `https://`. A URL is cut down to its origin.
 */
export function normalizeDomainPattern(text: string): NormalizedPattern {
  const entry = text.trim()
  const typed = readTypedEntry(entry)
  if (!typed.ok) return refuse(entry, typed.reason, typed.tryInstead)
  const { pattern } = typed
  if (!isAddress(pattern.host)) {
    const { isIcann, publicSuffix } = parse(pattern.host, { allowPrivateDomains: false })
    if (isIcann === true && publicSuffix === pattern.host) return refuse(entry, 'public_suffix')
    // Resolvers complete such a name with the visitor's own network.
    if (!pattern.host.includes('.')) return refuse(entry, 'single_label')
  }
  return { ok: true, pattern: formatDomainPattern(pattern), warnings: warningsOf(pattern) }
}

/** Why one entry of a list is refused. */
export interface EntryError {
  /** Where the entry stood in the list. */
  readonly index: number
  /** As typed. */
  readonly entry: string
  readonly reason: PatternFlaw
  /** Names what was typed and the remedy. */
  readonly message: string
  /** An entry that would be accepted; absent where none is known. */
  readonly suggestion?: string
}

/** A whole list in its stored form, or every entry that is refused: one of them refuses the list. */
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

/** `tryInstead` is offered only where it would be accepted. */
function refuse(entry: string, reason: PatternFlaw, tryInstead = ''): NormalizedPattern {
  const other = tryInstead === '' ? null : normalizeDomainPattern(tryInstead)
  const suggestion = other?.ok === true ? other.pattern : null
  const shown = withoutUserinfo(entry)
  const excerpt = shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}…` : shown
  const message = `"${excerpt}" ${MESSAGE[reason]}`
  return suggestion === null
    ? { ok: false, reason, message }
    : { ok: false, reason, message: `${message} Did you mean ${suggestion}?`, suggestion }
}

/** What stands before an @ may be a password. */
function withoutUserinfo(entry: string): string {
  const at = entry.lastIndexOf('@')
  if (at === -1) return entry
  const slashes = entry.indexOf('//')
  return `${slashes === -1 ? '' : entry.slice(0, slashes + 2)}…${entry.slice(at)}`
}

/** Hosts of sites that strangers make, which the public suffix list leaves out. */
const SHARED_HOSTING = new Set([
  'codesandbox.io',
  'glitch.me',
  'shopifypreview.com',
  'squarespace.com',
  'stackblitz.io',
  'tumblr.com',
  'webcontainer.io',
  'weebly.com',
  'wordpress.com',
])

function isSharedHosting(host: string): boolean {
  return SHARED_HOSTING.has(host) || parse(host, { allowPrivateDomains: true }).publicSuffix === host
}

function warningsOf(parts: DomainPattern): PatternWarning[] {
  const pattern = formatDomainPattern(parts)
  const warnings: PatternWarning[] = []
  if (parts.wildcard && isSharedHosting(parts.host)) {
    const message = `${pattern} allows every customer of ${parts.host}, not only you: list your own host names.`
    warnings.push({ code: 'shared_hosting', pattern, message })
  }
  if (parts.scheme === 'http') {
    const message = `${pattern} is not encrypted: anyone on the way can read the key and change the page. Use https.`
    warnings.push({ code: 'insecure_scheme', pattern, message })
  }
  return warnings
}
