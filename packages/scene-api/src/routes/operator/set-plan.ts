/** `PUT /api/operator/organizations/:org/plan`. */
import { PLAN_LIMITS } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { defineOperation } from '../../http/operation.js'
import { countLimitedKeys } from '../../keys/count-keys.js'
import { planSchema } from '../../schemas/actor.js'

const organizationPlanSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    plan: planSchema,
    keyLimit: z.int().nullable(),
    keysInUse: z.int(),
  })
  .meta({ id: 'OrganizationPlan' })

export const setPlan = defineOperation({
  id: 'setPlan',
  method: 'put',
  path: '/api/operator/organizations/{org}/plan',
  tag: 'Operator',
  summary: 'Set the plan of an organization',
  description: 'A smaller plan leaves existing keys alone; only new ones are refused.',
  permission: 'operator',
  body: z.strictObject({ plan: planSchema }).meta({ id: 'SetPlan' }),
  success: { status: 200, description: 'The organization', schema: organizationPlanSchema },
  async handle({ context: { db, clock }, access, body: { plan } }) {
    return db.transaction(async (tx) => {
      const { id, name, slug, plan: before } = await lockOrganization(tx, access.organization.id)
      const now = clock.now()
      if (before !== plan) {
        await tx.update(organizations).set({ plan }).where(eq(organizations.id, id))
        await recordAudit(tx, {
          organizationId: id,
          at: now,
          action: 'organization.plan_changed',
          actor: access.actor,
          target: { kind: 'organization', id },
          before: { plan: before },
          after: { plan },
        })
      }
      return {
        id,
        name,
        slug,
        plan,
        keyLimit: PLAN_LIMITS[plan],
        keysInUse: await countLimitedKeys(tx, id, now),
      }
    })
  },
})
