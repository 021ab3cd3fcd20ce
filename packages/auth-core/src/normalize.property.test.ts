import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileAllowlist } from './allowlist.js'
import { normalizeDomainPattern, suggestAcceptedPattern } from './normalize.js'

/** Text near to what people type, so that most of the grammar is reached. */
const typed = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        'example',
        'com',
        'co',
        'uk',
        'app',
        'vercel',
        'localhost',
        'a',
        'www',
        '1',
        '127',
        '0',
        'münchen',
        'xn--',
        '.',
        '.',
        '.',
        '.',
        '*',
        '*.',
        'pr-*.',
        '*--acme.',
        'capacitor://',
        'app://',
        ':',
        '/',
        '//',
        '://',
        'http://',
        'https://',
        'ftp://',
        '@',
        '?',
        '#',
        '[',
        ']',
        '::1',
        '2001:db8::1',
        ':8080',
        ':443',
        ':*',
        '%2e',
        '\\',
        ' ',
        ',',
        '-',
        '_',
        '。',
        '\u00ad',
        '＊',
        '\t',
        '\0',
      ),
      { minLength: 1, maxLength: 9 },
    )
    .map((parts) => parts.join('')),
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
  fc.domain(),
  fc.domain().map((domain) => `https://${domain}:8443/path?query`),
  fc.ipV4Extended(),
  fc.ipV6().map((address) => `[${address}]`),
)

describe('for any text', () => {
  test('the stored form is stored as it is, and is what an allowlist takes', () => {
    let stored = 0
    fc.assert(
      fc.property(typed, (text) => {
        const result = normalizeDomainPattern(text)
        if (!result.ok) return true
        stored += 1
        compileAllowlist({ allowedDomains: [result.pattern], allowLocalhost: false })
        const again = normalizeDomainPattern(result.pattern)
        return (
          again.ok && again.pattern === result.pattern && again.warnings.length === result.warnings.length
        )
      }),
      { numRuns: 20_000 },
    )
    expect(stored).toBeGreaterThan(1000)
  })

  test('a suggestion is accepted, and stored as it stands', () => {
    let suggested = 0
    fc.assert(
      fc.property(typed, (text) => {
        const result = normalizeDomainPattern(text)
        if (result.ok || result.suggestion === undefined) return true
        suggested += 1
        const again = normalizeDomainPattern(result.suggestion)
        return again.ok && again.pattern === result.suggestion
      }),
      { numRuns: 20_000 },
    )
    expect(suggested).toBeGreaterThan(500)
  })

  test('no entry opens localhost, but for the exact origin of a released app', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom('localhost', 'a.localhost', '127.0.0.1', '[::1]'), (text, host) => {
        const result = normalizeDomainPattern(text)
        if (!result.ok) return
        const list = compileAllowlist({ allowedDomains: [result.pattern], allowLocalhost: false })
        expect(list.match(`https://${host}`).allowed).toBe(result.pattern === `https://${host}`)
        expect(list.match(`http://${host}:8080`).allowed).toBe(false)
      }),
      { numRuns: 5000 },
    )
  })
})

test('a suggested pattern is accepted and allows its origin, for any origin', () => {
  const anyHost = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.constantFrom('co.uk', 'com', 'localhost', '1.2', 'xn--a.b', 'a_b.com', 'a.b.'),
  )
  let suggested = 0
  fc.assert(
    fc.property(
      fc.constantFrom('http', 'https'),
      anyHost,
      fc.option(fc.nat(70_000)),
      (scheme, host, port) => {
        const origin = `${scheme}://${host}${port === null ? '' : `:${port}`}`
        const pattern = suggestAcceptedPattern(origin)
        if (pattern === null) return
        suggested += 1
        expect(normalizeDomainPattern(pattern)).toMatchObject({ ok: true, pattern })
        const list = compileAllowlist({ allowedDomains: [pattern], allowLocalhost: false })
        expect(list.match(origin)).toEqual({ allowed: true, matchedPattern: pattern, reason: 'pattern' })
      },
    ),
    { numRuns: 10_000 },
  )
  expect(suggested).toBeGreaterThan(1000)
})
