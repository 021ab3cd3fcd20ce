/** How many keys an organization's plan still has room for. */
import { PLAN_LIMITS } from '@vectreal/auth-core'
import type { ApiError } from '../../api/problem'
import type { Plan } from '../../api/types'
import { counted } from '../../ui/counted'

export const PLAN_NAMES: Record<Plan, string> = {
  free: 'Free',
  pro: 'Pro',
  business: 'Business',
  enterprise: 'Enterprise',
}
const ORDER: readonly Plan[] = ['free', 'pro', 'business', 'enterprise']

export interface PlanRoom {
  readonly plan: Plan
  /** Null: no limit. */
  readonly limit: number | null
  readonly inUse: number
  readonly full: boolean
  readonly nextPlan: Plan | null
}

export function planRoom(plan: Plan, inUse: number): PlanRoom {
  const limit = PLAN_LIMITS[plan]
  return {
    plan,
    limit,
    inUse,
    full: limit !== null && inUse >= limit,
    nextPlan: planAfter(plan),
  }
}

/** The room as a refusal tells it, which knows of keys that the page may not have read yet. Null: it is about something else. */
export function refusedRoom({ code, extra: { plan, limit, count } }: ApiError): PlanRoom | null {
  const known = ORDER.find((one) => one === plan)
  if (code !== 'key_limit_reached' || known === undefined) return null
  if (typeof limit !== 'number' || typeof count !== 'number') return null
  return { plan: known, limit, inUse: count, full: true, nextPlan: planAfter(known) }
}

const planAfter = (plan: Plan) => ORDER[ORDER.indexOf(plan) + 1] ?? null

export function describeLimit(limit: number | null): string {
  return limit === null ? 'any number of live API keys' : counted(limit, 'live API key')
}
