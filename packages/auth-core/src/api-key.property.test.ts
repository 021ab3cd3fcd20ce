import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateApiKey, parseApiKey, parseServiceToken } from './api-key.js'

/** Any UTF-16, half pairs too. */
const anyText = fc.array(fc.nat(0xffff), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes))
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

test('a generated key reads back, ten thousand times, never the same', () => {
  const count = 10_000
  const keys = new Set<string>()
  for (let i = 0; i < count; i += 1) {
    const token = generateApiKey()
    if (/^vctrl_[0-9A-Za-z]{43}$/.test(token) && parseApiKey(token).ok) keys.add(token)
  }
  expect(keys.size).toBe(count)
})

test('a token with one other character anywhere is refused', () => {
  fc.assert(
    fc.property(fc.nat(42), fc.nat(60), (at, step) => {
      const key = generateApiKey()
      const place = 'vctrl_'.length + at
      const other = ALPHABET[(ALPHABET.indexOf(key[place] as string) + 1 + step) % 62]
      const text = key.slice(0, place) + other + key.slice(place + 1)
      expect(parseApiKey(text)).toEqual({ ok: false, reason: 'checksum' })
    }),
    { numRuns: 2000 },
  )
})

test('no token is found in arbitrary text, and no text makes parsing throw', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      return !parseApiKey(text).ok && !parseServiceToken(text).ok
    }),
    { numRuns: 2000 },
  )
})
