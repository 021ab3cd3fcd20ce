/** `PUT /api/operator/organizations/:org/plan`. */
import { PLAN_LIMITS } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/operator.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { countLimitedKeys } from '../../domain/keys/count-keys.js'

export const setPlan = route({
  operation: contract.setPlan,
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
