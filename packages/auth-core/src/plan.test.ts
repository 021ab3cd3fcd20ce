import { describe, expect, test } from 'vitest'
import {
  countsTowardsLimit,
  fitsPlan,
  fitsQuota,
  hasEntitlement,
  nextPlan,
  organizationLimitPlan,
  PLAN_LIMITS,
  PLAN_QUOTAS,
  type Plan,
  PLANS,
} from './plan.js'

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

describe('quotas', () => {
  test.each([
    [true, 'the last place', 10, 9, 1],
    [false, 'one beyond it', 10, 10, 1],
    [true, 'as much as there is', 10, 10, 0],
    [false, 'more than was there already', 10, 11, 0],
    [true, 'anything without a limit', null, 1e9, 1e9],
  ])('have room (%s) for %s', (fits, _what, limit, used, added) => {
    expect(fitsQuota(limit, used, added)).toBe(fits)
  })

  test('grow with the plan', () => {
    for (const quota of ['organizations', 'projects', 'scenes', 'keptVersions', 'storedBytes'] as const) {
      const limits = PLANS.map((plan) => PLAN_QUOTAS[plan][quota] ?? Infinity)
      expect(limits).toEqual(limits.toSorted((a, b) => a - b))
      expect(limits.at(-1)).toBe(Infinity)
    }
  })

  test('of organizations go by the largest plan of a person', () => {
    expect(organizationLimitPlan(PLAN_QUOTAS, ['free'])).toBe('free')
    expect(organizationLimitPlan(PLAN_QUOTAS, ['free', 'business', 'pro'])).toBe('business')
    expect(organizationLimitPlan(PLAN_QUOTAS, ['pro', 'enterprise', 'business'])).toBe('enterprise')
  })
})
