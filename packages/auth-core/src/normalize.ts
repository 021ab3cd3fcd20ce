/**
 * Turns what people type or paste into allowlist patterns, or says what to type instead, and shows what an entry allows.
 * Carries the public suffix list, which nothing else here needs.
 */
import { parse } from 'tldts'
import { formatDomainPattern, type DomainPattern, type LabelWildcard } from './domain-pattern.js'
import { DEFAULT_PORT, isAppLocalhost, isAppScheme } from './origin.js'
import { isSharedHosting, looseLabelAdvice, sharedHostingWarning } from './shared-hosting.js'
import { suggestedPattern } from './suggested-pattern.js'
import { isAddress, readTypedEntry, type EntryFlaw } from './typed-entry.js'

export { exampleOrigins } from './example-origins.js'
export type { ExampleOrigins } from './example-origins.js'

/** Why an entry cannot stand on an allowlist. */
export type PatternFlaw = EntryFlaw | 'public_suffix' | 'single_label' | 'loose_wildcard'

/**
 * Something doubtful about an accepted entry: `shared_hosting` may let in strangers, `native_app` is the origin of apps
 * or of an extension, `insecure_scheme` is plain http, `unusual_port` is most likely a scheme that was left out.
 */
export interface PatternWarning {
  readonly code: 'shared_hosting' | 'native_app' | 'insecure_scheme' | 'unusual_port'
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
  null_origin:
    'is what browsers send for sandboxed frames, srcdoc, data: and file: pages of any site, so it cannot be allowed: add allow-same-origin to the sandbox, or serve the page from a domain.',
  scheme: 'has a scheme that cannot be allowed: use https://, http:// or one of the listed app schemes.',
  app_host: 'is not an origin that apps of this scheme have.',
  userinfo: 'holds an @: give the domain alone.',
  unparsable: 'is not a domain: type one such as example.com. IPv6 addresses need brackets.',
  port: 'names a port that does not exist: give 1 to 65535, or * for any.',
  too_broad: 'would allow every site: name a domain, such as *.example.com.',
  wildcard_position:
    'has a * in the wrong place: it may stand once, for all subdomains (*.example.com) or inside the first label (pr-*.example.com).',
  wildcard_characters:
    'has a letter beside the * that only a whole label can have: use a-z, 0-9 and hyphens.',
  loose_wildcard: 'would match names that strangers can register.',
  public_suffix: 'belongs to everyone who registers a name there: name the domain below it.',
  single_label: 'has no dot: type the whole domain, such as example.com.',
  ip_wildcard: 'is a range of IP addresses: list single addresses.',
  ip_notation: 'is read as an IP address by browsers: write it as four decimal numbers.',
  localhost: 'is the visitor’s own computer: switch allowLocalhost on or off instead of listing it.',
}

const SHOWN_LENGTH = 60

/**
 * One entry to its one stored form: `[http://][*.|pr-*.]host[:port|:*]` or the origin of an app
 * (`capacitor://localhost`), lower-case, IDN as punycode, without trailing dot, default port and `https://`. A URL is
 * cut down to its origin.
 */
export function normalizeDomainPattern(text: string): NormalizedPattern {
  const entry = text.trim()
  const typed = readTypedEntry(entry)
  if (!typed.ok) return refuse(entry, typed.reason, typed.tryInstead)
  const { pattern } = typed
  if (!isApp(pattern) && !isAddress(pattern.host)) {
    const { isIcann, publicSuffix } = parse(pattern.host, { allowPrivateDomains: false })
    if (isIcann === true && publicSuffix === pattern.host) {
      return isLabelWildcard(pattern.wildcard)
        ? refuse(entry, 'loose_wildcard', belowDomain(pattern.host, pattern.wildcard))
        : refuse(entry, 'public_suffix')
    }
    // Resolvers complete such a name with the visitor's own network.
    if (!pattern.host.includes('.')) return refuse(entry, 'single_label')
  }
  const { host, wildcard } = pattern
  if (isLabelWildcard(wildcard) && isSharedHosting(host)) {
    const advice = looseLabelAdvice(host, wildcard)
    if (advice !== null) return refuse(entry, 'loose_wildcard', '', ` Type ${advice}.`)
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

/** `suggestedPattern`, null for public suffixes too: what it returns is accepted here and matches the origin. */
export function suggestAcceptedPattern(origin: string): string | null {
  const pattern = suggestedPattern(origin)
  return pattern !== null && normalizeDomainPattern(pattern).ok ? pattern : null
}

function isLabelWildcard(wildcard: DomainPattern['wildcard']): wildcard is LabelWildcard {
  return wildcard !== null && wildcard !== 'subdomains'
}

/** What is meant by *example.com: all that lies below example.com. */
function belowDomain(suffix: string, { before, after }: LabelWildcard): string {
  return `*.${(before + after).replace(/^-+|-+$/g, '')}.${suffix}`
}

/** `tryInstead` is offered only where it would be accepted; `advice` follows the message. */
function refuse(entry: string, reason: PatternFlaw, tryInstead = '', advice = ''): NormalizedPattern {
  const other = tryInstead === '' ? null : normalizeDomainPattern(tryInstead)
  const suggestion = other?.ok === true ? other.pattern : null
  const shown = withoutUserinfo(entry)
  const excerpt = shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}…` : shown
  const message = `"${excerpt}" ${MESSAGE[reason]}${advice}`
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

function warningsOf(parts: DomainPattern): PatternWarning[] {
  const pattern = formatDomainPattern(parts)
  const messages: [PatternWarning['code'], string | null][] = [
    ['shared_hosting', sharedHostingWarning(parts)],
    ['native_app', appWarning(parts)],
    ['insecure_scheme', insecureWarning(parts)],
    ['unusual_port', portWarning(parts)],
  ]
  return messages.flatMap(([code, message]) => (message === null ? [] : [{ code, pattern, message }]))
}

function isApp({ scheme, host, port }: DomainPattern): boolean {
  return isAppScheme(scheme) || (port !== '*' && isAppLocalhost({ scheme, host, port }))
}

function appWarning(parts: DomainPattern): string | null {
  if (!isApp(parts)) return null
  const pattern = formatDomainPattern(parts)
  switch (parts.scheme) {
    case 'chrome-extension':
    case 'moz-extension':
      return `${pattern} is one installed extension: whoever installs it can load the scenes.`
    case 'app':
      return `${pattern} is a name that any desktop app can give itself, not only yours: use a key and a project for the app alone.`
    default:
      return `${pattern} is the origin of every app made with the same framework, not only yours: use a key and a project for the app alone.`
  }
}

function insecureWarning(parts: DomainPattern): string | null {
  if (parts.scheme !== 'http' || isApp(parts)) return null
  return `${formatDomainPattern(parts)} is not encrypted: anyone on the way can read the key and change the page. Use https.`
}

/** The port of the other scheme is typed by whoever forgets that an entry without a scheme means https. */
function portWarning(parts: DomainPattern): string | null {
  const pattern = formatDomainPattern(parts)
  const other = parts.scheme === 'https' ? 'http' : 'https'
  if (isAppScheme(parts.scheme) || parts.port !== DEFAULT_PORT[other]) return null
  const meant = formatDomainPattern({ ...parts, scheme: other })
  return `${pattern} means ${parts.scheme} on port ${parts.port}, where hardly any site is served: it will never match. For ${other}, type ${meant}.`
}
