/** What an organization's plan allows. */
import { isLive, type KeyDates } from './key-status.js'

export const PLANS = ['free', 'pro', 'business', 'enterprise'] as const
/** The plan of an organization. It limits keys and unlocks features; embeds work the same on each. */
export type Plan = (typeof PLANS)[number]

/** How many keys may count at once. `null`: no limit. */
export const PLAN_LIMITS: Readonly<Record<Plan, number | null>> = {
  free: 2,
  pro: 10,
  business: 50,
  enterprise: null,
}

/** A feature that not every plan has. */
export type Entitlement = 'audit_log'

/** What a plan unlocks beside the number of keys. */
export const ENTITLEMENTS: Readonly<Record<Plan, readonly Entitlement[]>> = {
  free: [],
  pro: [],
  business: ['audit_log'],
  enterprise: ['audit_log'],
}

/** Whether a plan includes a feature that not every plan has. */
export function hasEntitlement(plan: Plan, entitlement: Entitlement): boolean {
  return ENTITLEMENTS[plan].includes(entitlement)
}

/** The next larger plan; null above the largest. */
export function nextPlan(plan: Plan): Plan | null {
  return PLANS[PLANS.indexOf(plan) + 1] ?? null
}

/** Keys count while they live and no newer key replaces them: a rotation never needs a free place. */
export function countsTowardsLimit(
  key: KeyDates & { readonly replacedById: string | null },
  now: Date,
): boolean {
  return key.replacedById === null && isLive(key, now)
}

/** Whether one more key fits a plan that has `count` counted keys. */
export function fitsPlan(plan: Plan, count: number): boolean {
  const limit = PLAN_LIMITS[plan]
  return limit === null || count < limit
}
