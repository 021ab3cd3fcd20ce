import { describe, expect, test } from 'vitest'
import accepted from '../vectors/patterns-accepted.txt?raw'
import refused from '../vectors/patterns-refused.txt?raw'
import { readVectors } from '../vectors/read-vectors.js'
import { normalizeAllowedDomains, normalizeDomainPattern, suggestAcceptedPattern } from './normalize.js'
import { suggestedPattern } from './suggested-pattern.js'

describe('an allowlist entry', () => {
  test.each(readVectors(accepted))('%j is stored as %s', (typed, stored) => {
    expect(normalizeDomainPattern(typed as string)).toMatchObject({ ok: true, pattern: stored })
  })

  test.each(readVectors(refused))('%j is refused: %s', (typed, reason, suggestion) => {
    const result = normalizeDomainPattern(typed as string)
    expect(result).toMatchObject({ ok: false, reason, ...(suggestion && { suggestion }) })
    expect('suggestion' in result).toBe(suggestion !== undefined)
  })

  test.each([
    ['unparsable', 'exa mple.com'.replace(' ', '\0')],
    ['unparsable', 'example.com\u0001'],
    ['unparsable', 'example.com\u007f'],
    ['unparsable', `${'a'.repeat(64)}.com`],
    ['unparsable', `${'a.'.repeat(130)}com`],
    ['too_long', 'a'.repeat(10_240)],
    ['too_long', `https://example.com/${'a'.repeat(10_240)}`],
    ['too_long', '*.'.repeat(5_120)],
    ['too_long', `a${' '.repeat(10_240)}b`],
    ['empty', ' '.repeat(10_240)],
    ['unparsable', `https://${'['.repeat(2_000)}`],
    ['unparsable', `https://${':'.repeat(2_000)}`],
    ['too_broad', '.'.repeat(2_000)],
    ['wildcard_position', '*a'.repeat(1_000)],
    ['userinfo', '@'.repeat(2_000)],
  ])('is refused: %s', (reason, typed) => {
    expect(normalizeDomainPattern(typed)).toMatchObject({ ok: false, reason })
  })

  test('of the greatest length is accepted', () => {
    const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.com`
    expect(host).toHaveLength(253)
    expect(normalizeDomainPattern(host)).toMatchObject({ ok: true, pattern: host })
    expect(normalizeDomainPattern(`x${host}`.replace('xaa', 'xa')).ok).toBe(true)
    expect(normalizeDomainPattern(`x.${host}`).ok).toBe(false)
    expect(normalizeDomainPattern(`https://example.com/${'a'.repeat(2_000)}`).ok).toBe(true)
  })

  test('is refused with what was typed, and what to type instead', () => {
    expect(normalizeDomainPattern(' *example.com ')).toEqual({
      ok: false,
      reason: 'loose_wildcard',
      message: '"*example.com" would match names that strangers can register. Did you mean *.example.com?',
      suggestion: '*.example.com',
    })
    expect(normalizeDomainPattern('*.com')).toEqual({
      ok: false,
      reason: 'public_suffix',
      message: '"*.com" belongs to everyone who registers a name there: name the domain below it.',
    })
  })

  test.each([
    ['*-acme.vercel.app', 'such as your-project-*-your-team.vercel.app.'],
    ['*-acme.netlify.app', 'such as *--your-site.netlify.app.'],
  ])('below shared hosting without a name of its owner is refused with what to type: %s', (typed, advice) => {
    expect(normalizeDomainPattern(typed)).toMatchObject({
      ok: false,
      reason: 'loose_wildcard',
      message: expect.stringContaining(advice),
    })
  })

  test('is quoted in part where it is long, and without a password', () => {
    const long = normalizeDomainPattern(`ftp://${'a'.repeat(100)}`)
    expect(long).toMatchObject({ message: expect.stringMatching(/^"ftp:\/\/a{54}…" has a scheme/) })
    const secret = normalizeDomainPattern('https://user:secret@example.com')
    expect(JSON.stringify(secret)).not.toContain('secret')
    expect(normalizeDomainPattern('user:sec/ret@example.com')).toMatchObject({
      message: expect.stringMatching(/^"…@example.com" /),
    })
    expect(secret).toMatchObject({ message: expect.stringMatching(/^"https:\/\/…@example.com" holds an @/) })
  })

  test.each([
    ['shared_hosting', '*.vercel.app', '*.vercel.app allows every customer of vercel.app'],
    ['shared_hosting', '*.github.io:8443', '*.github.io:8443 allows every customer of github.io'],
    ['shared_hosting', '*.s3.amazonaws.com', '*.s3.amazonaws.com allows every customer of s3.amazonaws.com'],
    ['shared_hosting', '*.wordpress.com', '*.wordpress.com allows every customer of wordpress.com'],
    ['insecure_scheme', 'http://example.com', 'http://example.com is not encrypted'],
    ['insecure_scheme', 'http://192.168.1.10:80', 'http://192.168.1.10 is not encrypted'],
    [
      'shared_hosting',
      'shop-*-acme.vercel.app',
      'matches every name below vercel.app that begins with shop- and ends with -acme, whoever registers it',
    ],
    ['shared_hosting', '*--acme.netlify.app', 'matches every name below netlify.app that ends with --acme'],
    ['unusual_port', 'example.com:80', 'means https on port 80'],
    ['unusual_port', '*.example.com:80', 'For http, type http://*.example.com.'],
    ['native_app', 'capacitor://localhost', 'the origin of every app made with the same framework'],
    ['native_app', 'https://localhost', 'https://localhost is the origin of every app'],
    ['native_app', 'http://localhost', 'http://localhost is the origin of every app'],
    ['native_app', 'http://tauri.localhost', 'the origin of every app'],
    ['native_app', 'app://bundle', 'any desktop app can give itself'],
    ['native_app', 'moz-extension://0b4a1f2c-1234-4abc-8def-0123456789ab', 'one installed extension'],
  ])('is saved with a warning: %s, %s', (code, typed, message) => {
    const result = normalizeDomainPattern(typed)
    expect(result).toMatchObject({
      ok: true,
      warnings: [{ code, pattern: result.ok && result.pattern, message: expect.stringContaining(message) }],
    })
  })

  test('may have two warnings', () => {
    const result = normalizeDomainPattern('http://*.netlify.app')
    expect(result.ok && result.warnings.map(({ code }) => code)).toEqual([
      'shared_hosting',
      'insecure_scheme',
    ])
  })

  test.each([
    'example.com',
    '*.example.com',
    'example.com:*',
    'shop.vercel.app',
    '*.shop.vercel.app',
    'pr-*.preview.example.com',
    '*-x.example.com',
    'pr-*.acme.vercel.app',
    '10.0.0.1',
  ])('is saved without a warning: %s', (typed) => {
    expect(normalizeDomainPattern(typed)).toEqual({ ok: true, pattern: typed, warnings: [] })
  })
})

describe('a list of entries', () => {
  test('is stored without duplicates, in its order, with every warning once', () => {
    const result = normalizeAllowedDomains([
      'https://Shop.example.com/',
      'http://b.example.com',
      'shop.example.com',
      'http://b.example.com:80/path',
      'a.example.com',
    ])
    expect(result).toEqual({
      ok: true,
      patterns: ['shop.example.com', 'http://b.example.com', 'a.example.com'],
      warnings: [expect.objectContaining({ code: 'insecure_scheme', pattern: 'http://b.example.com' })],
    })
  })

  test('is refused with each entry that is wrong', () => {
    expect(normalizeAllowedDomains(['*.com', 'example.com', '.example.org'])).toEqual({
      ok: false,
      errors: [
        { index: 0, entry: '*.com', reason: 'public_suffix', message: expect.stringContaining('"*.com"') },
        {
          index: 2,
          entry: '.example.org',
          reason: 'unparsable',
          message: expect.stringContaining('".example.org"'),
          suggestion: '*.example.org',
        },
      ],
    })
  })

  test('may be empty', () => {
    expect(normalizeAllowedDomains([])).toEqual({ ok: true, patterns: [], warnings: [] })
  })
})

describe('the pattern suggested for an origin', () => {
  test.each([
    ['https://shop.example.com', 'shop.example.com'],
    ['https://SHOP.example.com:443', 'shop.example.com'],
    ['https://shop.example.com:8443', 'shop.example.com:8443'],
    ['http://shop.example.com', 'http://shop.example.com'],
    ['http://shop.example.com:8080', 'http://shop.example.com:8080'],
    ['https://my-app.vercel.app', 'my-app.vercel.app'],
    ['https://xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
    ['https://192.168.1.10', '192.168.1.10'],
    ['https://[2001:db8::1]:8443', '[2001:db8::1]:8443'],
    ['https://localhost.evil.com', 'localhost.evil.com'],
    ['https://localhost', 'https://localhost'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['app://bundle', 'app://bundle'],
  ])('%s is %s', (origin, pattern) => {
    expect(suggestedPattern(origin)).toBe(pattern)
    expect(suggestAcceptedPattern(origin)).toBe(pattern)
  })

  test.each([
    'null',
    '',
    'http://localhost:3000',
    'http://app.localhost',
    'http://127.0.0.1',
    'http://[::1]:3000',
    'https://intranet',
    'https://com',
    'https://example.com.',
    'https://example.com/path',
    'http://127.1',
    'http://192.168.257',
    'https://[2001:db8:0:0::1]',
    'https://[::g]',
    'chrome-extension://abc',
  ])('is none for %j', (origin) => {
    expect(suggestedPattern(origin)).toBeNull()
    expect(suggestAcceptedPattern(origin)).toBeNull()
  })

  test('is none for a public suffix, for whoever carries the list', () => {
    expect(suggestAcceptedPattern('https://co.uk')).toBeNull()
    expect(suggestAcceptedPattern('https://github.io')).toBe('github.io')
  })
})
