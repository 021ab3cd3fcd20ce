/** A project's allowlist, compiled once and asked on every request. */
import { parseDomainPattern } from './domain-pattern.js'
import { isLocalhost, parseOrigin, type Scheme } from './origin.js'

/** A project's allowlist as it is stored. */
export interface AllowlistSettings {
  /** Patterns as `normalizeDomainPattern` writes them. */
  readonly allowedDomains: readonly string[]
  /** Whether pages on localhost may show the scenes, on any port. No pattern can name it. */
  readonly allowLocalhost: boolean
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
  /** Takes a serialized origin, `https://www.example.com`. */
  match(origin: string): AllowlistMatch
}

/** The patterns of one host and scheme, by port. */
type Ports = Map<number | '*', string>
type Hosts = Map<string, Ports>

const LOCALHOST: AllowlistMatch = { allowed: true, matchedPattern: null, reason: 'localhost' }
const LOCALHOST_OFF: AllowlistMatch = { allowed: false, matchedPattern: null, reason: 'localhost_off' }
const NO_MATCH: AllowlistMatch = { allowed: false, matchedPattern: null, reason: 'no_match' }
const NOT_AN_ORIGIN: AllowlistMatch = { allowed: false, matchedPattern: null, reason: 'not_an_origin' }

/** A match costs one look-up a label of the host, however many patterns there are. */
export function compileAllowlist({ allowedDomains, allowLocalhost }: AllowlistSettings): Allowlist {
  const exact: Record<Scheme, Hosts> = { http: new Map(), https: new Map() }
  const below: Record<Scheme, Hosts> = { http: new Map(), https: new Map() }
  for (const text of allowedDomains) {
    const pattern = parseDomainPattern(text)
    if (pattern === null) {
      throw new TypeError(
        `allowedDomains: ${JSON.stringify(text)} is not a pattern; pass entries through normalizeDomainPattern`,
      )
    }
    const hosts = (pattern.wildcard ? below : exact)[pattern.scheme]
    const ports: Ports = hosts.get(pattern.host) ?? new Map()
    ports.set(pattern.port, text)
    hosts.set(pattern.host, ports)
  }

  function match(text: string): AllowlistMatch {
    const origin = parseOrigin(text)
    if (origin === null) return NOT_AN_ORIGIN
    const { scheme, host, port } = origin
    if (isLocalhost(host)) return allowLocalhost ? LOCALHOST : LOCALHOST_OFF
    let matched = find(exact[scheme].get(host), port)
    // The part after each dot is a whole run of labels: evil-example.com never meets example.com.
    for (let dot = host.indexOf('.'); matched === undefined && dot !== -1; dot = host.indexOf('.', dot + 1)) {
      matched = find(below[scheme].get(host.slice(dot + 1)), port)
    }
    return matched === undefined ? NO_MATCH : { allowed: true, matchedPattern: matched, reason: 'pattern' }
  }

  return { match }
}

function find(ports: Ports | undefined, port: number): string | undefined {
  return ports?.get(port) ?? ports?.get('*')
}
