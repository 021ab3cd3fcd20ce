/** How many keys, embed keys and signing keys together, an organization has against its plan. */
import { fitsPlan, nextPlan, PLAN_LIMITS } from '@vectreal/auth-core'
import { and, count, eq, inArray, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { apiKeys } from '../../db/api-keys.js'
import type { Queryable, Transaction } from '../../db/database.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { Problem } from '../../problem.js'
import { noteQuota } from '../webhooks/note-quota.js'
import { isLiveAt } from './key-state.js'

/** Throws `key_limit_reached` where the plan has no room for one more. The organization is locked by the caller. */
export async function requireRoomForKey(
  tx: Transaction,
  { id, plan }: OrganizationRow,
  now: Date,
): Promise<void> {
  // No number of keys is too many: none need be counted.
  if (PLAN_LIMITS[plan] === null) return
  const count = await countLimitedKeys(tx, id, now)
  if (fitsPlan(plan, count)) {
    const use = { organizationId: id, plan, quota: 'apiKeys', limit: PLAN_LIMITS[plan] }
    return noteQuota(tx, { ...use, before: count, after: count + 1 }, now)
  }
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
  const isReplaced = and(eq(successor.id, apiKeys.replacedById), isLiveAt(successor, now))
  const rows = await db
    .select({ organizationId: apiKeys.organizationId, amount: count() })
    .from(apiKeys)
    .where(
      and(
        inArray(apiKeys.organizationId, [...organizationIds]),
        isLiveAt(apiKeys, now),
        notExists(db.select({ one: sql`1` }).from(successor).where(isReplaced)),
      ),
    )
    .groupBy(apiKeys.organizationId)
  return new Map(rows.map(({ organizationId, amount }) => [organizationId, amount]))
}
