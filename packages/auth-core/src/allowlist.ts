/** A project's allowlist, compiled once and asked on every request. */
import { type DomainPattern, parseDomainPattern } from './domain-pattern.js'
import { createLabelWildcards, type LabelWildcards } from './label-wildcards.js'
import { isAppLocalhost, isLocalhostOrigin, type Origin, parseOrigin, type Scheme } from './origin.js'

/** A project's allowlist as it is stored. */
export interface AllowlistSettings {
  /** Patterns as `normalizeDomainPattern` writes them. */
  readonly allowedDomains: readonly string[]
  /**
   * Whether pages on localhost may show the scenes, on any port. No pattern can name it, but for the origins that
   * released apps have (`https://localhost` without a port).
   */
  readonly allowLocalhost: boolean
  /** Opaque; differs wherever the list does. Where it is absent, a framed page has to name its embedder. */
  readonly version?: string | undefined
}

/** Why an origin matched or did not. `localhost_off`: it is localhost, and `allowLocalhost` is false. */
export type MatchReason = 'pattern' | 'localhost' | 'localhost_off' | 'no_match' | 'not_an_origin'

/** What an allowlist says of one origin. */
export interface AllowlistMatch {
  readonly allowed: boolean
  /** The entry that matched, as stored; null where none did, and for localhost. */
  readonly matchedPattern: string | null
  readonly reason: MatchReason
}

/** A compiled allowlist, from `compileAllowlist`. */
export interface Allowlist {
  /** As given with the settings. */
  readonly version?: string | undefined
  /** Takes a serialized origin, `https://www.example.com`. */
  match(origin: string): AllowlistMatch
}

/** The patterns of one host and scheme, by port. */
type Ports = Map<number | '*', string>

/** The entries of one scheme, by host. */
interface Hosts {
  readonly exact: Map<string, Ports>
  /** `*.host` */
  readonly below: Map<string, Ports>
  /** `pr-*.host` */
  readonly labels: Map<string, LabelWildcards<Ports>>
}

const LOCALHOST: AllowlistMatch = { allowed: true, matchedPattern: null, reason: 'localhost' }
const LOCALHOST_OFF: AllowlistMatch = { allowed: false, matchedPattern: null, reason: 'localhost_off' }
const NO_MATCH: AllowlistMatch = { allowed: false, matchedPattern: null, reason: 'no_match' }
const NOT_AN_ORIGIN: AllowlistMatch = { allowed: false, matchedPattern: null, reason: 'not_an_origin' }

/** A match costs one lookup a label of the host, however many patterns there are. */
export function compileAllowlist({ allowedDomains, allowLocalhost, version }: AllowlistSettings): Allowlist {
  const bySchemes = new Map<Scheme, Hosts>()
  for (const text of allowedDomains) {
    const pattern = parseDomainPattern(text)
    if (pattern === null) {
      throw new TypeError(
        `allowedDomains: ${JSON.stringify(text)} is not a pattern; pass entries through normalizeDomainPattern`,
      )
    }
    portsOf(getOrCreate(bySchemes, pattern.scheme, createHosts), pattern).set(pattern.port, text)
  }

  function match(text: string): AllowlistMatch {
    const origin = parseOrigin(text)
    if (origin === null) return NOT_AN_ORIGIN
    if (isLocalhostOrigin(origin)) {
      if (allowLocalhost) return LOCALHOST
      // The switch is for development. No entry but that of a released app names localhost.
      if (!isAppLocalhost(origin)) return LOCALHOST_OFF
      const matched = findPattern(bySchemes.get(origin.scheme), origin)
      return matched === undefined ? LOCALHOST_OFF : allowedBy(matched)
    }
    const matched = findPattern(bySchemes.get(origin.scheme), origin)
    return matched === undefined ? NO_MATCH : allowedBy(matched)
  }

  return { match, version }
}

function createHosts(): Hosts {
  return { exact: new Map(), below: new Map(), labels: new Map() }
}

function portsOf({ exact, below, labels }: Hosts, { host, wildcard }: DomainPattern): Ports {
  const createPorts = (): Ports => new Map()
  if (wildcard === null) return getOrCreate(exact, host, createPorts)
  if (wildcard === 'subdomains') return getOrCreate(below, host, createPorts)
  return getOrCreate(labels, host, createLabelWildcards<Ports>).getOrCreate(wildcard, createPorts)
}

/** The entry for the host itself first, then one for its first label, then the closest `*.`. */
function findPattern(hosts: Hosts | undefined, { host, port }: Origin): string | undefined {
  if (hosts === undefined) return undefined
  const { exact, below, labels } = hosts
  const own = find(exact.get(host), port)
  if (own !== undefined) return own
  const firstDot = host.indexOf('.')
  if (firstDot === -1) return undefined
  for (const ports of labels.get(host.slice(firstDot + 1))?.findAll(host.slice(0, firstDot)) ?? []) {
    const matched = find(ports, port)
    if (matched !== undefined) return matched
  }
  // The part after each dot is a whole run of labels: evil-example.com never meets example.com.
  for (let dot = firstDot; dot !== -1; dot = host.indexOf('.', dot + 1)) {
    const matched = find(below.get(host.slice(dot + 1)), port)
    if (matched !== undefined) return matched
  }
  return undefined
}

function find(ports: Ports | undefined, port: number): string | undefined {
  return ports?.get(port) ?? ports?.get('*')
}

function allowedBy(matchedPattern: string): AllowlistMatch {
  return { allowed: true, matchedPattern, reason: 'pattern' }
}

function getOrCreate<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const value = map.get(key) ?? create()
  map.set(key, value)
  return value
}
