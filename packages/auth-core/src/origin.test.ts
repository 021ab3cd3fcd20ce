import { describe, expect, test } from 'vitest'
import localhost from '../vectors/localhost.txt?raw'
import { readVectors } from '../vectors/read-vectors.js'
import { isLocalhostOrigin, parseOrigin } from './origin.js'

describe('an origin', () => {
  test.each([
    ['https://example.com', { scheme: 'https', host: 'example.com', port: 443 }],
    ['http://example.com', { scheme: 'http', host: 'example.com', port: 80 }],
    ['https://example.com:1', { scheme: 'https', host: 'example.com', port: 1 }],
    ['https://example.com:443', { scheme: 'https', host: 'example.com', port: 443 }],
    ['http://example.com:443', { scheme: 'http', host: 'example.com', port: 443 }],
    ['https://example.com:65535', { scheme: 'https', host: 'example.com', port: 65_535 }],
    ['HTTPS://WWW.Example.COM:8443', { scheme: 'https', host: 'www.example.com', port: 8443 }],
    ['https://a_b-c.example.com', { scheme: 'https', host: 'a_b-c.example.com', port: 443 }],
    ['https://example.com.', { scheme: 'https', host: 'example.com.', port: 443 }],
    ['http://intranet', { scheme: 'http', host: 'intranet', port: 80 }],
    ['http://192.168.1.10:8080', { scheme: 'http', host: '192.168.1.10', port: 8080 }],
    ['https://[2001:db8::1]', { scheme: 'https', host: '[2001:db8::1]', port: 443 }],
    ['https://[2001:db8::1]:8443', { scheme: 'https', host: '[2001:db8::1]', port: 8443 }],
  ])('%s is taken apart', (text, origin) => {
    expect(parseOrigin(text)).toEqual(origin)
  })

  test.each([
    ['has another scheme', 'ftp://example.com'],
    ['has no scheme', 'example.com'],
    ['has no host', 'https://'],
    ['has an empty label', 'https://a..example.com'],
    ['begins with a dot', 'https://.example.com'],
    ['has a path', 'https://example.com/'],
    ['has an empty port', 'https://example.com:'],
    ['has port 0', 'https://example.com:0'],
    ['has a port with a leading zero', 'https://example.com:0443'],
    ['has port 65536', 'https://example.com:65536'],
    ['has a port of six digits', 'https://example.com:100000'],
    ['has two ports', 'https://example.com:443:443'],
    ['has text behind an address', 'https://[::1]x'],
    ['is longer than any', `https://${'a.'.repeat(130)}example.com`],
    ['is 10 KB of labels', `https://${'a.'.repeat(5_000)}example.com`],
    ['is 10 KB of dots', `https://${'.'.repeat(10_000)}`],
    ['is 10 KB of digits', `https://example.com:${'1'.repeat(10_000)}`],
  ])('that %s is none', (_what, text) => {
    expect(parseOrigin(text)).toBeNull()
  })

  test('of the greatest length is read', () => {
    const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`
    expect(host).toHaveLength(253)
    expect(parseOrigin(`https://${host}:65535`)?.host).toBe(host)
  })
})

test.each(readVectors(localhost))('%s is %s', (text, expected) => {
  const origin = parseOrigin(text as string)
  expect(origin !== null && isLocalhostOrigin(origin)).toBe(expected === 'localhost')
})
