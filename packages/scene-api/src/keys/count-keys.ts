/** How many keys an organization has against its plan. */
import { countsTowardsLimit, isLive } from '@vectreal/auth-core'
import { and, eq, isNull } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { apiKeys } from '../db/api-keys.js'
import type { Queryable } from '../db/database.js'

/**
 * A replaced key counts again once its replacement is dead while it still lives: otherwise rotating and revoking the
 * new key would be a way round the limit.
 */
export async function countLimitedKeys(db: Queryable, organizationId: string, now: Date): Promise<number> {
  const successor = alias(apiKeys, 'successor')
  const rows = await db
    .select({
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
    .where(and(eq(apiKeys.organizationId, organizationId), isNull(apiKeys.revokedAt)))
  return rows.filter(({ successor, ...key }) => {
    const replacedById = successor !== null && isLive(successor, now) ? successor.id : null
    return countsTowardsLimit({ ...key, replacedById }, now)
  }).length
}
