import { expect, test } from 'vitest'
import { crc32 } from './crc32.js'

test.each([
  ['', 0],
  ['123456789', 0xcbf43926],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
])('the checksum of %j is the published one', (text, checksum) => {
  expect(crc32(text, text.length)).toBe(checksum)
})

test('what stands behind the end is not read', () => {
  expect(crc32('123456789…', 9)).toBe(0xcbf43926)
})
