/** `GET …/quotas`. */
import { nextPlan, PLAN_LIMITS } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/plan.js'
import { route } from '../../mount/route.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { countLimitedKeys } from '../../domain/keys/count-keys.js'
import { sumStoredBytes } from '../../domain/quotas/stored-bytes.js'

export const readQuotas = route({
  operation: contract.readQuotas,
  async handle({ context: { db, clock, settings }, access: { organization } }) {
    const { id, plan, suspendedAt } = organization
    const quotas = settings.quotas[plan]
    const [apiKeys, projectCount, sceneCount, storedBytes] = await Promise.all([
      countLimitedKeys(db, id, clock.now()),
      db.$count(projects, eq(projects.organizationId, id)),
      db.$count(scenes, eq(scenes.organizationId, id)),
      sumStoredBytes(db, [id]),
    ])
    return {
      plan,
      nextPlan: nextPlan(plan),
      suspendedAt: suspendedAt?.toISOString() ?? null,
      keptVersions: quotas.keptVersions,
      items: [
        { quota: 'apiKeys' as const, limit: PLAN_LIMITS[plan], used: apiKeys },
        { quota: 'projects' as const, limit: quotas.projects, used: projectCount },
        { quota: 'scenes' as const, limit: quotas.scenes, used: sceneCount },
        { quota: 'storedBytes' as const, limit: quotas.storedBytes, used: storedBytes.get(id) ?? 0 },
      ],
    }
  },
})
