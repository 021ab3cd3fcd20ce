import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileAllowlist } from './allowlist.js'

const allowing = (...allowedDomains: string[]) => compileAllowlist({ allowedDomains, allowLocalhost: false })

const label = fc.constantFrom('a', 'b', 'ab', 'a-b', 'a-b-a', 'a_b')
// A name that ends in a number would be an address.
const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, 'com'].join('.'))
const scheme = fc.constantFrom('http', 'https')
const port = fc.constantFrom('', ':80', ':443', ':8443', ':8080')
// Stored patterns never name the port that their scheme implies.
const pattern = fc
  .tuple(
    fc.constantFrom(
      ...['', ':80', ':8443', ':8080', ':*'].map((port) => ['', port]),
      ...['', ':443', ':8443', ':8080', ':*'].map((port) => ['http://', port]),
    ),
    fc.constantFrom('', '', '*.', '*.', 'a*.', '*b.', 'a*b.', 'a*-a.'),
    host,
  )
  .map(([[scheme, port], wildcard, host]) => `${scheme}${wildcard}${host}${port}`)
const origin = fc.tuple(scheme, host, port).map(([scheme, host, port]) => `${scheme}://${host}${port}`)

describe('for any patterns and origin', () => {
  test('the result is the one of a slow and obvious matcher', () => {
    let allowed = 0
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 8, maxLength: 24 }), origin, (patterns, origin) => {
        const { allowed: isAllowed, matchedPattern } = allowing(...patterns).match(origin)
        const expected = patterns.filter((pattern) => slowlyAllows(pattern, origin))
        if (isAllowed) allowed += 1
        return isAllowed ? expected.includes(matchedPattern as string) : expected.length === 0
      }),
      { numRuns: 20_000 },
    )
    // Else the property would say little.
    expect(allowed).toBeGreaterThan(1000)
  })

  test('whatever is allowed is the host of a pattern or lies below it', () => {
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), mutatedOrigin(), (patterns, text) => {
        if (!allowing(...patterns).match(text).allowed) return true
        // What a browser makes of the same text, from another parser.
        const { hostname, href, origin } = new URL(text)
        const hosts = patterns.map((pattern) => pattern.replace(/^http:\/\//, '').replace(/:.*$/, ''))
        return (
          href === `${origin}/` &&
          hosts.some((host) =>
            host.includes('*')
              ? hostname.endsWith(host.slice(host.indexOf('.'))) &&
                hostname.startsWith(host.split('*')[0] as string)
              : hostname === host,
          )
        )
      }),
      { numRuns: 20_000 },
    )
  })

  test('the order of the patterns does not matter', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 8 }), origin, (patterns, origin) => {
        expect(allowing(...patterns).match(origin).allowed).toBe(
          allowing(...patterns.toReversed()).match(origin).allowed,
        )
      }),
      { numRuns: 2000 },
    )
  })
})

/** An origin with up to three characters put in, of those that confuse parsers. */
function mutatedOrigin() {
  const dangerous = fc.constantFrom(...'./\\@:#?%,; \t\n\0*[]-a1.', '%2e', '。', '\u00ad', 'https://')
  const insertion = fc.tuple(fc.nat(40), dangerous)
  return fc
    .tuple(origin, fc.array(insertion, { maxLength: 3 }))
    .map(([text, insertions]) =>
      insertions.reduce((text, [at, what]) => text.slice(0, at) + what + text.slice(at), text),
    )
}

/** The rule of the contract, word for word, one pattern at a time. */
function slowlyAllows(pattern: string, origin: string): boolean {
  const [, scheme = 'https', start, host = '', port] =
    /^(?:(http):\/\/)?(?:([^.:]*\*[^.:]*)\.)?([^:]+)(?::(.+))?$/.exec(pattern) ?? []
  const url = new URL(origin)
  const standardPort = (scheme: string) => (scheme === 'http' ? '80' : '443')
  const urlPort = url.port === '' ? standardPort(scheme) : url.port
  const schemeFits = url.protocol === `${scheme}:`
  const below = url.hostname.endsWith(`.${host}`) ? url.hostname.slice(0, -host.length - 1) : null
  const inLabel = new RegExp(`^${start?.replace('*', '[a-z0-9-]+')}$`)
  const hostFits =
    start === undefined ? url.hostname === host : below !== null && (start === '*' || inLabel.test(below))
  const portFits = port === '*' || urlPort === (port ?? standardPort(scheme))
  return schemeFits && hostFits && portFits
}
