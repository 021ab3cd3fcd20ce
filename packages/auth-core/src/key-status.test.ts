import { describe, expect, test } from 'vitest'
import { EXPIRY_DAYS, expiryDate, isLive, keyStatus, type KeyDates } from './key-status.js'

const DAY_MS = 86_400_000
const noon = new Date('2026-06-01T12:00:00Z')
const forever: KeyDates = { expiresAt: null, revokesAt: null, revokedAt: null }
const after = (ms: number) => new Date(noon.getTime() + ms)

describe('a key that expires at noon', () => {
  const key = { ...forever, expiresAt: noon }
  test.each([
    ['active', 'fifteen days before', after(-15 * DAY_MS)],
    ['active', 'a millisecond more than fourteen days before', after(-14 * DAY_MS - 1)],
    ['expiring', 'fourteen days before', after(-14 * DAY_MS)],
    ['expiring', 'a millisecond before', after(-1)],
    ['expired', 'at noon exactly', noon],
    ['expired', 'a year later', after(365 * DAY_MS)],
  ])('is %s %s', (status, _when, now) => {
    expect(keyStatus(key, now)).toBe(status)
    expect(isLive(key, now)).toBe(status !== 'expired')
  })

  test.each([
    ['revoked', 'and was revoked', { ...key, revokedAt: after(-DAY_MS) }, after(1)],
    ['revoked', 'and was replaced, with an overlap to noon', { ...key, revokesAt: noon }, noon],
    ['rotating', 'and is being replaced', { ...key, revokesAt: noon }, after(-1)],
    ['expired', 'before an overlap would end', { ...key, revokesAt: after(1) }, noon],
  ])('is %s %s', (status, _when, dates, now) => {
    expect(keyStatus(dates, now)).toBe(status)
  })
})

describe('a key without expiry', () => {
  test.each([
    ['active', 'from its first moment', forever, noon],
    ['active', 'after a hundred years', forever, after(36_500 * DAY_MS)],
    ['rotating', 'a millisecond before its overlap ends', { ...forever, revokesAt: noon }, after(-1)],
    ['revoked', 'when its overlap ends', { ...forever, revokesAt: noon }, noon],
    ['revoked', 'once revoked', { ...forever, revokedAt: noon }, noon],
    // Clocks of two nodes differ: what is revoked stays so on the node that is behind.
    ['revoked', 'even by a clock behind the revoking one', { ...forever, revokedAt: noon }, after(-1)],
  ])('is %s %s', (status, _when, key, now) => {
    expect(keyStatus(key, now)).toBe(status)
    expect(isLive(key, now)).toBe(status !== 'revoked')
  })
})

describe('an expiry date', () => {
  test('is whole days of 24 hours away', () => {
    expect(EXPIRY_DAYS.map((days) => expiryDate(noon, days)?.getTime())).toEqual(
      [30, 60, 90].map((days) => noon.getTime() + days * DAY_MS),
    )
  })

  test('may be none', () => {
    expect(expiryDate(noon, null)).toBeNull()
  })
})
