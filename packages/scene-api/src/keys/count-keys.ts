/** How many keys, embed keys and signing keys together, an organization has against its plan. */
import { countsTowardsLimit, fitsPlan, isLive, nextPlan, PLAN_LIMITS } from '@vectreal/auth-core'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { apiKeys } from '../db/api-keys.js'
import type { Queryable, Transaction } from '../db/database.js'
import type { OrganizationRow } from '../db/lock-organization.js'
import { Problem } from '../problem.js'

/** Throws `key_limit_reached` where the plan has no room for one more. The organization is locked by the caller. */
export async function requireRoomForKey(
  tx: Transaction,
  { id, plan }: OrganizationRow,
  now: Date,
): Promise<void> {
  const count = await countLimitedKeys(tx, id, now)
  if (fitsPlan(plan, count)) return
  throw new Problem('key_limit_reached', {
    detail: `The plan ${plan} includes ${PLAN_LIMITS[plan]} live keys; ${count} are in use.`,
    limit: PLAN_LIMITS[plan],
    count,
    plan,
    nextPlan: nextPlan(plan),
  })
}

/**
 * A replaced key counts again once its replacement is dead while it still lives: otherwise rotating and revoking the
 * new key would be a way round the limit.
 */
export async function countLimitedKeys(db: Queryable, organizationId: string, now: Date): Promise<number> {
  return (await countLimitedKeysOf(db, [organizationId], now)).get(organizationId) ?? 0
}

/** Organizations without such keys are not in the map. */
export async function countLimitedKeysOf(
  db: Queryable,
  organizationIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const successor = alias(apiKeys, 'successor')
  const rows = await db
    .select({
      organizationId: apiKeys.organizationId,
      expiresAt: apiKeys.expiresAt,
      revokesAt: apiKeys.revokesAt,
      revokedAt: apiKeys.revokedAt,
      replacedById: apiKeys.replacedById,
      successor: {
        id: successor.id,
        expiresAt: successor.expiresAt,
        revokesAt: successor.revokesAt,
        revokedAt: successor.revokedAt,
      },
    })
    .from(apiKeys)
    .leftJoin(successor, eq(successor.id, apiKeys.replacedById))
    .where(and(inArray(apiKeys.organizationId, [...organizationIds]), isNull(apiKeys.revokedAt)))
  const counts = new Map<string, number>()
  for (const { organizationId, successor, ...key } of rows) {
    const replacedById = successor !== null && isLive(successor, now) ? successor.id : null
    if (countsTowardsLimit({ ...key, replacedById }, now)) {
      counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1)
    }
  }
  return counts
}
