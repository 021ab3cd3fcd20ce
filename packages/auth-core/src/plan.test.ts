import { describe, expect, test } from 'vitest'
import { countsTowardsLimit, fitsPlan, hasEntitlement, nextPlan, PLAN_LIMITS, type Plan } from './plan.js'

const now = new Date('2026-06-01T12:00:00Z')
const later = new Date('2026-06-02T12:00:00Z')
const key = { expiresAt: null, revokesAt: null, revokedAt: null, replacedById: null }

describe('a plan', () => {
  test.each<[Plan, number | null]>([
    ['free', 2],
    ['pro', 10],
    ['business', 50],
  ])('%s allows %d keys', (plan, limit) => {
    expect(PLAN_LIMITS[plan]).toBe(limit)
    expect(fitsPlan(plan, (limit as number) - 1)).toBe(true)
    expect(fitsPlan(plan, limit as number)).toBe(false)
    expect(fitsPlan(plan, (limit as number) + 1)).toBe(false)
  })

  test('enterprise has no limit', () => {
    expect(PLAN_LIMITS.enterprise).toBeNull()
    expect(fitsPlan('enterprise', 100_000)).toBe(true)
  })

  test.each<[Plan, boolean, Plan | null]>([
    ['free', false, 'pro'],
    ['pro', false, 'business'],
    ['business', true, 'enterprise'],
    ['enterprise', true, null],
  ])('%s has the audit log: %s; the next is %s', (plan, hasAuditLog, next) => {
    expect(hasEntitlement(plan, 'audit_log')).toBe(hasAuditLog)
    expect(nextPlan(plan)).toBe(next)
  })
})

describe('towards the limit', () => {
  test.each([
    [true, 'an active key', key],
    [true, 'an expiring key', { ...key, expiresAt: later }],
    [false, 'an expired key', { ...key, expiresAt: now }],
    [false, 'a revoked key', { ...key, revokedAt: now }],
    [false, 'a key in its overlap', { ...key, revokesAt: later, replacedById: 'another' }],
    [false, 'a replaced key whose overlap is over', { ...key, revokesAt: now, replacedById: 'another' }],
  ])('counts (%s) %s', (counts, _what, candidate) => {
    expect(countsTowardsLimit(candidate, now)).toBe(counts)
  })
})
