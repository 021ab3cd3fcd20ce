/** Origins that show what an allowlist entry lets in and what it does not. */
import { compileAllowlist } from './allowlist.js'
import { type DomainPattern, parseDomainPattern } from './domain-pattern.js'
import { isAppScheme, serializeOrigin } from './origin.js'

/** What an allowlist entry allows and refuses, by example. */
export interface ExampleOrigins {
  /** Origins that the entry allows, the plainest first. */
  readonly allowed: readonly string[]
  /** Origins near to those, which it refuses. */
  readonly refused: readonly string[]
}

const MOST = 3
const NONE: ExampleOrigins = { allowed: [], refused: [] }

/** At most three of each, for one stored entry; none for what is no entry. Sorted by the rule that embeds meet. */
export function exampleOrigins(entry: string): ExampleOrigins {
  const pattern = parseDomainPattern(entry)
  if (pattern === null) return NONE
  const allowlist = compileAllowlist({ allowedDomains: [entry], allowLocalhost: false })
  const candidates = [...new Set(candidatesFor(pattern))]
  const isAllowed = (origin: string) => allowlist.match(origin).allowed
  return {
    allowed: candidates.filter(isAllowed).slice(0, MOST),
    refused: candidates.filter((origin) => !isAllowed(origin)).slice(0, MOST),
  }
}

function* candidatesFor(pattern: DomainPattern): Generator<string> {
  const { scheme, host } = pattern
  const port = pattern.port === '*' ? 8443 : pattern.port
  if (isAppScheme(scheme)) {
    yield serializeOrigin({ scheme, host, port })
    yield `https://${host}`
    yield `http://${host}:3000`
    yield 'null'
    return
  }
  for (const name of namesFor(pattern)) yield serializeOrigin({ scheme, host: name, port })
  const [first = host] = namesFor(pattern)
  yield serializeOrigin({ scheme, host: first, port: 8444 })
  yield serializeOrigin({ scheme: scheme === 'https' ? 'http' : 'https', host: first, port })
  yield `${scheme}://${first}.evil.example`
}

function namesFor({ host, wildcard }: DomainPattern): string[] {
  if (wildcard === null) return [host, `www.${host}`]
  if (wildcard === 'subdomains') return [`www.${host}`, `a.b.${host}`, host, `evil-${host}`]
  const { before, after } = wildcard
  return [
    `${before}1${after}.${host}`,
    `${before}new-shop${after}.${host}`,
    `${before}${after}.${host}`.replace(/^\./, ''),
    `${before}1.2${after}.${host}`,
    before === '' ? `1${after}x.${host}` : `x${before}1${after}.${host}`,
  ]
}
