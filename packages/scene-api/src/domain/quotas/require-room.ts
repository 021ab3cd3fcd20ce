/** Refuses what a plan has no room for. The caller holds the lock under which it has counted. */
import { fitsQuota, nextPlan, type Plan, type PlanQuotas } from '@vectreal/auth-core'
import { Problem } from '../../problem.js'
import type { SceneApiSettings } from '../../settings.js'

type QuotaSettings = Pick<SceneApiSettings, 'quotas' | 'contactUrl'>

/** What stands in the sentence, for one quota. */
const NOUN: Record<keyof PlanQuotas, string> = {
  organizations: 'organizations per owner',
  projects: 'projects',
  scenes: 'scenes',
  keptVersions: 'kept versions of a scene',
  storedBytes: 'stored bytes',
}

export function requireRoom(
  settings: QuotaSettings,
  plan: Plan,
  quota: keyof PlanQuotas,
  used: number,
  added = 1,
): void {
  if (!fitsQuota(settings.quotas[plan][quota], used, added)) throw quotaExceeded(settings, plan, quota, used)
}

export function quotaExceeded(
  { quotas, contactUrl }: QuotaSettings,
  plan: Plan,
  quota: keyof PlanQuotas,
  used: number,
): Problem {
  const limit = quotas[plan][quota]
  return new Problem('quota_exceeded', {
    detail: `The limit of the plan ${plan} for ${NOUN[quota]} is ${limit}, with ${used} in use.`,
    quota,
    limit,
    used,
    plan,
    nextPlan: nextPlan(plan),
    ...(contactUrl !== undefined && { contactUrl }),
  })
}
