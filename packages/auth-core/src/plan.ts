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
export type Entitlement = 'audit_log' | 'company_sign_in'

/** What a plan unlocks beside the number of keys. */
export const ENTITLEMENTS: Readonly<Record<Plan, readonly Entitlement[]>> = {
  free: [],
  pro: [],
  business: ['audit_log', 'company_sign_in'],
  enterprise: ['audit_log', 'company_sign_in'],
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

/** What a plan bounds beside keys. `null`: no limit. */
export interface PlanQuotas {
  /** That one person owns. */
  readonly organizations: number | null
  readonly projects: number | null
  readonly scenes: number | null
  /** Of each scene, the one in use among them: at least 1. */
  readonly keptVersions: number | null
  /** Models and posters of all kept versions. */
  readonly storedBytes: number | null
}

const GIB = 1024 ** 3

/** Quotas as they are unless whoever runs the server sets others. */
export const PLAN_QUOTAS: Readonly<Record<Plan, PlanQuotas>> = {
  free: { organizations: 10, projects: 20, scenes: 100, keptVersions: 10, storedBytes: 2 * GIB },
  pro: { organizations: 25, projects: 100, scenes: 1000, keptVersions: 25, storedBytes: 20 * GIB },
  business: { organizations: 50, projects: 500, scenes: 10_000, keptVersions: 50, storedBytes: 200 * GIB },
  enterprise: { organizations: null, projects: null, scenes: null, keptVersions: null, storedBytes: null },
}

/** Whether `added` more fit beside what is used. */
export function fitsQuota(limit: number | null, used: number, added = 1): boolean {
  return limit === null || used + added <= limit
}

/** Of the plans that concern a person, the one that lets them own the most organizations. */
export function organizationLimitPlan(
  quotas: Readonly<Record<Plan, PlanQuotas>>,
  plans: readonly [Plan, ...Plan[]],
): Plan {
  const limitOf = (plan: Plan) => quotas[plan].organizations ?? Infinity
  return plans.reduce((most, plan) => (limitOf(plan) > limitOf(most) ? plan : most))
}
