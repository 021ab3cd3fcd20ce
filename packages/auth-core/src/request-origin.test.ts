import { describe, expect, test } from 'vitest'
import { resolveRequestOrigin } from './request-origin.js'

const shop = 'https://shop.example.com'

describe('the page behind a request', () => {
  test.each([
    ['Origin alone', { origin: shop }, { kind: 'origin', origin: shop, source: 'origin' }],
    [
      'Referer alone',
      { referer: `${shop}/item?id=1#top` },
      { kind: 'origin', origin: shop, source: 'referer' },
    ],
    ['a trimmed Referer', { referer: `${shop}/` }, { kind: 'origin', origin: shop, source: 'referer' }],
    ['a Referer without slash', { referer: shop }, { kind: 'origin', origin: shop, source: 'referer' }],
    [
      'a Referer with a port',
      { referer: `${shop}:8443/x` },
      { kind: 'origin', origin: `${shop}:8443`, source: 'referer' },
    ],
    [
      'a Referer with slashes in its query',
      { referer: `${shop}/?next=https://evil.com/` },
      { kind: 'origin', origin: shop, source: 'referer' },
    ],
    ['both', { origin: shop, referer: `${shop}/` }, { kind: 'origin', origin: shop, source: 'origin' }],
    [
      'both, different',
      { origin: shop, referer: 'https://evil.com/' },
      { kind: 'origin', origin: shop, source: 'origin' },
    ],
    ['Origin null beside a Referer', { origin: 'null', referer: `${shop}/` }, { kind: 'null' }],
    ['Origin null', { origin: 'null' }, { kind: 'null' }],
    ['neither', {}, { kind: 'none' }],
    ['headers that a Fetch API returns as null', { origin: null, referer: null }, { kind: 'none' }],
    ['an empty Referer', { referer: '' }, { kind: 'none' }],
    ['an opaque Referer', { referer: 'about:blank' }, { kind: 'none' }],
    ['a Referer of an app', { referer: 'android-app://com.example/' }, { kind: 'none' }],
    ['a Referer of a file', { referer: 'file:///home/index.html' }, { kind: 'none' }],
    ['a Referer with userinfo', { referer: 'https://shop.example.com@evil.com/' }, { kind: 'none' }],
    ['a Referer without authority', { referer: '/item' }, { kind: 'none' }],
    ['a Referer with a backslash', { referer: 'https://evil.com\\.example.com/' }, { kind: 'none' }],
    [
      'a Referer that ends its host with a question mark',
      { referer: 'https://evil.com?.example.com/' },
      { kind: 'none' },
    ],
    [
      'a Referer of 10 KB',
      { referer: `${shop}/${'a'.repeat(10_240)}` },
      { kind: 'origin', origin: shop, source: 'referer' },
    ],
    [
      'an Origin with its default port',
      { origin: `${shop}:443` },
      { kind: 'origin', origin: shop, source: 'origin' },
    ],
    [
      'an Origin in capitals',
      { origin: 'HTTPS://SHOP.EXAMPLE.COM' },
      { kind: 'origin', origin: shop, source: 'origin' },
    ],
    ['an empty Origin beside a Referer', { origin: '', referer: `${shop}/` }, { kind: 'invalid', seen: '' }],
    ['an Origin with a path', { origin: `${shop}/` }, { kind: 'invalid', seen: `${shop}/` }],
    [
      'two origins in one header',
      { origin: `${shop}, https://evil.com` },
      { kind: 'invalid', seen: `${shop},https://evil.com` },
    ],
    [
      'an Origin of an extension',
      { origin: 'chrome-extension://abc' },
      { kind: 'invalid', seen: 'chrome-extension://abc' },
    ],
    ['NULL in capitals', { origin: 'NULL' }, { kind: 'invalid', seen: 'NULL' }],
    [
      'an Origin with markup',
      { origin: '<script>"x"</script>' },
      { kind: 'invalid', seen: 'scriptx/script' },
    ],
    ['an Origin of 10 KB', { origin: 'a'.repeat(10_240) }, { kind: 'invalid', seen: 'a'.repeat(100) }],
  ])('with %s', (_headers, headers, expected) => {
    expect(resolveRequestOrigin(headers)).toEqual(expected)
  })

  test('is read from the headers of the Fetch API as well', () => {
    const request = new Request('https://api.example.com', {
      headers: { Origin: shop, Referer: 'https://evil.com/' },
    })
    expect(resolveRequestOrigin(request.headers)).toEqual({ kind: 'origin', origin: shop, source: 'origin' })
    const trimmed = new Headers({ Referer: `${shop}/item` })
    expect(resolveRequestOrigin(trimmed)).toEqual({ kind: 'origin', origin: shop, source: 'referer' })
    expect(resolveRequestOrigin(new Headers())).toEqual({ kind: 'none' })
  })
})
