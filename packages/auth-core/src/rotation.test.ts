import { describe, expect, test } from 'vitest'
import { changeOverlap, overlapEnd, rotationRefusal } from './rotation.js'

const HOUR_MS = 3_600_000
const now = new Date('2026-06-01T12:00:00Z')
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS)
const key = { expiresAt: null, revokesAt: null, revokedAt: null, replacedById: null }

describe('a rotation', () => {
  test.each([
    [null, 'of an active key', key, null],
    [null, 'of an expiring key', { ...key, expiresAt: inHours(1) }, null],
    [null, 'after the predecessor was revoked', key, { ...key, revokedAt: inHours(-1) }],
    [null, 'after the overlap with the predecessor', key, { ...key, revokesAt: now }],
    [null, 'after the predecessor expired', key, { ...key, expiresAt: now, revokesAt: inHours(1) }],
    ['rotation_in_progress', 'while the predecessor lives', key, { ...key, revokesAt: inHours(1) }],
    [
      'rotation_in_progress',
      'of a key in its overlap',
      { ...key, revokesAt: inHours(1), replacedById: 'next' },
      null,
    ],
    ['rotation_in_progress', 'of a key with an end set', { ...key, revokesAt: inHours(1) }, null],
    ['rotation_in_progress', 'of a key that has been replaced', { ...key, replacedById: 'next' }, null],
    ['key_not_active', 'of a revoked key', { ...key, revokedAt: now }, null],
    ['key_not_active', 'of an expired key', { ...key, expiresAt: now }, null],
    [
      'key_not_active',
      'of a key whose overlap is over',
      { ...key, revokesAt: now, replacedById: 'next' },
      null,
    ],
  ])('is refused with %s %s', (refusal, _when, candidate, predecessor) => {
    expect(rotationRefusal({ key: candidate, predecessor }, now)).toBe(refusal)
  })
})

describe('an overlap', () => {
  test.each([
    ['after 24 hours', key, 24, inHours(24)],
    ['at once', key, 0, now],
    ['after a week', key, 168, inHours(168)],
    ['at the expiry of the key where that comes first', { ...key, expiresAt: inHours(23) }, 24, inHours(23)],
    ['before the expiry of the key', { ...key, expiresAt: inHours(25) }, 24, inHours(24)],
  ])('ends %s', (_when, candidate, hours, end) => {
    expect(overlapEnd(candidate, hours, now)).toEqual(end)
  })

  test.each([-1, 169, Number.NaN, Number.POSITIVE_INFINITY])('of %d hours is refused', (hours) => {
    expect(() => overlapEnd(key, hours, now)).toThrow(/overlapHours is .*: give 0 to 168/)
  })

  const rotating = { ...key, expiresAt: inHours(48), revokesAt: inHours(24) }
  test.each([
    ['to a later moment', rotating, inHours(30), inHours(30)],
    ['to a sooner moment', rotating, inHours(1), inHours(1)],
    ['to the expiry of the key', rotating, inHours(48), inHours(48)],
    ['to now, for a moment that has passed', rotating, inHours(-1), now],
    ['to any moment where the key never expires', { ...rotating, expiresAt: null }, inHours(99), inHours(99)],
  ])('can be moved %s', (_where, candidate, revokesAt, end) => {
    expect(changeOverlap(candidate, revokesAt, now)).toEqual({ ok: true, revokesAt: end })
  })

  test.each([
    ['past_expiry', 'past the expiry of the key', rotating, inHours(49)],
    ['key_not_rotating', 'of a key that nothing replaces', key, inHours(1)],
    ['key_not_rotating', 'that is over', { ...rotating, revokesAt: now }, inHours(1)],
    ['key_not_rotating', 'of a revoked key', { ...rotating, revokedAt: now }, inHours(1)],
  ])('cannot be moved (%s) %s', (reason, _when, candidate, revokesAt) => {
    expect(changeOverlap(candidate, revokesAt, now)).toEqual({ ok: false, reason })
  })
})
