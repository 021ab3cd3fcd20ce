import { describe, expect, test } from 'vitest'
import localhost from '../vectors/localhost.txt?raw'
import outside from '../vectors/origins-outside.txt?raw'
import { readVectors } from '../vectors/read-vectors.js'
import { compileAllowlist } from './allowlist.js'

const allowing = (...allowedDomains: string[]) => compileAllowlist({ allowedDomains, allowLocalhost: false })

describe('a pattern', () => {
  test.each([
    ['example.com', 'https://example.com'],
    ['example.com', 'https://EXAMPLE.com'],
    ['example.com', 'https://example.com:443'],
    ['example.com:8443', 'https://example.com:8443'],
    ['example.com:*', 'https://example.com'],
    ['example.com:*', 'https://example.com:1'],
    ['example.com:*', 'https://example.com:65535'],
    ['http://example.com', 'http://example.com'],
    ['http://example.com:8080', 'http://example.com:8080'],
    ['http://example.com:*', 'http://example.com:443'],
    ['*.example.com', 'https://www.example.com'],
    ['*.example.com', 'https://a.b.c.d.example.com'],
    ['*.example.com', 'https://example.com.example.com'],
    ['*.example.com:8443', 'https://www.example.com:8443'],
    ['http://*.example.com:*', 'http://www.example.com:81'],
    ['192.168.1.10', 'https://192.168.1.10'],
    ['http://[2001:db8::1]:8080', 'http://[2001:db8::1]:8080'],
    ['pr-*.preview.example.com', 'https://pr-1.preview.example.com'],
    ['pr-*.preview.example.com', 'https://pr-feature-x-2.preview.example.com'],
    ['pr-*.preview.example.com', 'https://pr--.preview.example.com'],
    ['*--acme.netlify.app', 'https://deploy-preview-12--acme.netlify.app'],
    ['shop-*-acme.vercel.app', 'https://shop-git-main-acme.vercel.app'],
    ['http://a*b.example.com:*', 'http://axb.example.com:81'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['ionic://localhost', 'ionic://localhost'],
    ['tauri://localhost', 'tauri://localhost'],
    ['http://tauri.localhost', 'http://tauri.localhost'],
    ['https://localhost', 'https://localhost'],
    ['http://localhost', 'http://localhost'],
    ['app://bundle', 'app://bundle'],
    [
      `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`,
      `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`,
    ],
  ])('%s allows %s', (pattern, origin) => {
    expect(allowing(pattern).match(origin)).toEqual({
      allowed: true,
      matchedPattern: pattern,
      reason: 'pattern',
    })
  })

  test.each([
    ['example.com', 'https://www.example.com'],
    ['example.com', 'http://example.com'],
    ['example.com', 'https://example.com:8443'],
    ['example.com:8443', 'https://example.com'],
    ['example.com:8443', 'https://example.com:844'],
    ['example.com:*', 'http://example.com'],
    ['example.com:*', 'https://www.example.com'],
    ['http://example.com', 'https://example.com'],
    ['http://example.com', 'http://example.com:8080'],
    ['*.example.com', 'https://example.com'],
    ['*.example.com', 'https://evil-example.com'],
    ['*.example.com', 'https://wwwexample.com'],
    ['*.example.com', 'https://www.example.com:8443'],
    ['*.example.com', 'http://www.example.com'],
    ['*.example.com', 'https://example.com.evil.com'],
    ['*.www.example.com', 'https://shop.example.com'],
    ['192.168.1.10', 'https://192.168.1.1'],
    ['[2001:db8::1]', 'https://[2001:db8::2]'],
    ['pr-*.preview.example.com', 'https://pr-.preview.example.com'],
    ['pr-*.preview.example.com', 'https://pr-a.b.preview.example.com'],
    ['pr-*.preview.example.com', 'https://pr-a_b.preview.example.com'],
    ['pr-*.preview.example.com', 'https://xpr-1.preview.example.com'],
    ['pr-*.preview.example.com', 'https://pr-1.example.com'],
    ['pr-*.preview.example.com', 'https://pr-1.preview.example.com:8443'],
    ['pr-*.preview.example.com', 'http://pr-1.preview.example.com'],
    ['shop-*-acme.vercel.app', 'https://shop-acme.vercel.app'],
    ['shop-*-acme.vercel.app', 'https://shop-x-acme.evil.vercel.app'],
    ['shop-*-acme.vercel.app', 'https://shop--acme.vercel.app.evil.com'],
    ['aba*aba.example.com', 'https://ababa.example.com'],
    ['capacitor://localhost', 'ionic://localhost'],
    ['app://bundle', 'app://other'],
    ['app://bundle', 'https://bundle'],
  ])('%s does not allow %s', (pattern, origin) => {
    expect(allowing(pattern).match(origin)).toEqual({
      allowed: false,
      matchedPattern: null,
      reason: 'no_match',
    })
  })

  test.each([
    '',
    '*',
    'Example.com',
    ' example.com',
    'example.com.',
    'example.com/',
    'https://example.com',
    'example.com:443',
    'http://example.com:80',
    'example.com:8443:*',
    'example.com:0',
    'www.*.com',
    '*.*.example.com',
    'ftp://example.com',
    'http://https://example.com',
    'münchen.de',
    'a b.com',
    'localhost',
    'pr-*-*.example.com',
    'a.pr-*.example.com',
    'PR-*.example.com',
    'capacitor://localhost:80',
    'capacitor://*.localhost',
    `${'a'.repeat(63)}*.example.com`,
  ])('in another than its stored form (%j) is refused by name', (pattern) => {
    expect(() => allowing('example.org', pattern)).toThrow(
      `allowedDomains: ${JSON.stringify(pattern)} is not a pattern; pass entries through normalizeDomainPattern`,
    )
  })
})

describe('an allowlist', () => {
  test('names the pattern of the host itself before a wildcard, and the closest wildcard', () => {
    const list = allowing('*.com.example', '*.a.com.example', 'b.a.com.example', 'c.com.example:*')
    expect(list.match('https://b.a.com.example').matchedPattern).toBe('b.a.com.example')
    expect(list.match('https://x.a.com.example').matchedPattern).toBe('*.a.com.example')
    expect(list.match('https://x.com.example').matchedPattern).toBe('*.com.example')
    expect(list.match('https://c.com.example:81').matchedPattern).toBe('c.com.example:*')
    expect(list.match('https://c.com.example').matchedPattern).toBe('c.com.example:*')
  })

  test('keeps ports and schemes of one host apart', () => {
    const list = allowing('a.example', 'a.example:81', 'http://a.example:82', '*.a.example:83')
    const allowed = [
      'https://a.example',
      'https://a.example:81',
      'http://a.example:82',
      'https://b.a.example:83',
    ]
    for (const scheme of ['http', 'https']) {
      for (const host of ['a.example', 'b.a.example']) {
        for (const port of ['', ':81', ':82', ':83']) {
          const origin = `${scheme}://${host}${port}`
          expect([origin, list.match(origin).allowed]).toEqual([origin, allowed.includes(origin)])
        }
      }
    }
  })

  test('goes on to a wider wildcard where a closer one has another port', () => {
    const list = allowing('*.a.example:81', '*.example')
    expect(list.match('https://b.a.example').matchedPattern).toBe('*.example')
  })

  test('that is empty allows nothing', () => {
    expect(allowing().match('https://example.com').allowed).toBe(false)
  })

  test.each(readVectors(outside))('of example.com and *.example.com does not allow %j', (origin) => {
    expect(allowing('example.com', '*.example.com').match(origin as string).allowed).toBe(false)
  })

  test.each([
    ['null', 'not_an_origin'],
    ['', 'not_an_origin'],
    ['https://example.com/', 'not_an_origin'],
    ['a'.repeat(10_240), 'not_an_origin'],
    [`https://${'a.'.repeat(5_120)}example.com`, 'not_an_origin'],
  ])('says of what is no origin that it is none', (origin, reason) => {
    expect(allowing('example.com').match(origin)).toEqual({ allowed: false, matchedPattern: null, reason })
  })
})

describe('localhost', () => {
  const on = compileAllowlist({ allowedDomains: [], allowLocalhost: true })
  const off = compileAllowlist({ allowedDomains: [], allowLocalhost: false })

  test.each(readVectors(localhost))('%s is %s for the switch', (origin, expected) => {
    const is = expected === 'localhost'
    expect(on.match(origin as string).allowed).toBe(is)
    expect(on.match(origin as string).reason === 'localhost').toBe(is)
    expect(off.match(origin as string).allowed).toBe(false)
    expect(off.match(origin as string).reason === 'localhost_off').toBe(is)
  })

  test('is decided by the switch, but for the origins that released apps have', () => {
    const apps = compileAllowlist({
      allowedDomains: ['https://localhost', 'http://localhost', 'http://tauri.localhost'],
      allowLocalhost: false,
    })
    const reasonOf = (origin: string) => apps.match(origin).reason
    expect(['https://localhost', 'http://localhost', 'http://tauri.localhost'].map(reasonOf)).toEqual([
      'pattern',
      'pattern',
      'pattern',
    ])
    for (const origin of [
      'http://localhost:3000',
      'https://localhost:8443',
      'http://localhost:443',
      'https://tauri.localhost',
      'http://app.localhost',
      'http://127.0.0.1',
      'https://[::1]',
    ]) {
      expect([origin, reasonOf(origin)]).toEqual([origin, 'localhost_off'])
    }
  })

  test('with another port or name is decided by the switch alone, whatever the list says', () => {
    const listed = compileAllowlist({
      allowedDomains: ['http://app.localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*'],
      allowLocalhost: false,
    })
    for (const host of ['app.localhost', '127.0.0.1', '[::1]']) {
      expect(listed.match(`http://${host}:3000`)).toEqual({
        allowed: false,
        matchedPattern: null,
        reason: 'localhost_off',
      })
    }
  })
})
