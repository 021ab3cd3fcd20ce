/** How many organizations a person may own, exact when several are made at once. */
import { organizationLimitPlan } from '@vectreal/auth-core'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '../../db/database.js'
import { members, organizations } from '../../db/organizations.js'
import { users } from '../../db/users.js'
import type { SceneApiSettings } from '../../settings.js'
import { requireRoom } from './require-room.js'

/** Holds the person's row until the transaction ends: the next organization is counted after this one. */
export async function requireOrganizationRoom(
  tx: Transaction,
  settings: Pick<SceneApiSettings, 'quotas' | 'contactUrl' | 'defaultPlan'>,
  userId: string,
): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update')
  const owned = await tx
    .select({ plan: organizations.plan })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(members.userId, userId), eq(members.role, 'owner')))
  const plans = owned.map(({ plan }) => plan)
  const plan = organizationLimitPlan(settings.quotas, [settings.defaultPlan, ...plans])
  requireRoom(settings, plan, 'organizations', owned.length)
}
