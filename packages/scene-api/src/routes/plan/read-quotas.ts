/** `GET …/quotas`. */
import { nextPlan, PLAN_LIMITS } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { defineOperation } from '../../http/operation.js'
import { countLimitedKeys } from '../../keys/count-keys.js'
import { sumStoredBytes } from '../../quotas/stored-bytes.js'
import { quotasSchema } from '../../schemas/quotas.js'

export const readQuotas = defineOperation({
  id: 'readQuotas',
  method: 'get',
  path: '/api/organizations/{org}/quotas',
  tag: 'Insight',
  summary: 'Read what the plan includes and how much of it is used',
  permission: 'project:read',
  success: { status: 200, description: 'Limits and use', schema: quotasSchema },
  async handle({ context: { db, clock, settings }, access: { organization } }) {
    const { id, plan, suspendedAt } = organization
    const quotas = settings.quotas[plan]
    const used = {
      apiKeys: await countLimitedKeys(db, id, clock.now()),
      projects: await db.$count(projects, eq(projects.organizationId, id)),
      scenes: await db.$count(scenes, eq(scenes.organizationId, id)),
      storedBytes: (await sumStoredBytes(db, [id])).get(id) ?? 0,
    }
    return {
      plan,
      nextPlan: nextPlan(plan),
      suspendedAt: suspendedAt?.toISOString() ?? null,
      keptVersions: quotas.keptVersions,
      items: [
        { quota: 'apiKeys', limit: PLAN_LIMITS[plan], used: used.apiKeys },
        { quota: 'projects', limit: quotas.projects, used: used.projects },
        { quota: 'scenes', limit: quotas.scenes, used: used.scenes },
        { quota: 'storedBytes', limit: quotas.storedBytes, used: used.storedBytes },
      ],
    }
  },
})
