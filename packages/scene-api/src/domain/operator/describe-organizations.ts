/** Organizations with what they use, for the operator. */
import { PLAN_LIMITS } from '@vectreal/auth-core'
import { and, asc, count, eq, gte, inArray, max, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { members } from '../../db/organizations.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { usageDays } from '../../db/usage.js'
import { users } from '../../db/users.js'
import { groupBy } from '../hygiene/group-by.js'
import { countLimitedKeysOf } from '../keys/count-keys.js'
import { sumStoredBytes } from '../quotas/stored-bytes.js'
import type { OperatorOrganization } from '../../schemas/operator.js'
import { lastDays } from '../usage/day-range.js'

const USED_DAYS = 30

/** A fixed number of queries, however many organizations are asked about. */
export async function describeOrganizations(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  rows: readonly OrganizationRow[],
): Promise<OperatorOrganization[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const now = clock.now()
  const countBy = async (table: typeof members | typeof projects | typeof scenes) => {
    const counted = await db
      .select({ id: table.organizationId, amount: count() })
      .from(table)
      .where(inArray(table.organizationId, ids))
      .groupBy(table.organizationId)
    return new Map(counted.map(({ id, amount }) => [id, amount]))
  }
  const owners = await db
    .select({ id: members.organizationId, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(inArray(members.organizationId, ids), eq(members.role, 'owner')))
    .orderBy(asc(members.createdAt))
  const ownersBy = groupBy(owners, (owner) => owner.id)
  const used = await db
    .select({
      id: usageDays.organizationId,
      loads: sql<number>`sum(${usageDays.loads})`.mapWith(Number),
      refusals: sql<number>`sum(${usageDays.refusals})`.mapWith(Number),
      lastLoadAt: max(sql`case when ${usageDays.loads} > 0 then ${usageDays.lastSeenAt} end`).mapWith(
        usageDays.lastSeenAt,
      ),
    })
    .from(usageDays)
    .where(and(inArray(usageDays.organizationId, ids), gte(usageDays.day, lastDays(USED_DAYS, now).from)))
    .groupBy(usageDays.organizationId)
  const usedBy = new Map(used.map((row) => [row.id, row]))
  const memberCounts = await countBy(members)
  const projectCounts = await countBy(projects)
  const sceneCounts = await countBy(scenes)
  const keyCounts = await countLimitedKeysOf(db, ids, now)
  const storedBytes = await sumStoredBytes(db, ids)
  return rows.map(({ id, name, slug, plan, createdAt, suspendedAt }) => ({
    id,
    name,
    slug,
    plan,
    createdAt: createdAt.toISOString(),
    suspendedAt: suspendedAt?.toISOString() ?? null,
    owners: (ownersBy.get(id) ?? []).map(({ email }) => email),
    members: memberCounts.get(id) ?? 0,
    projects: projectCounts.get(id) ?? 0,
    scenes: sceneCounts.get(id) ?? 0,
    keysInUse: keyCounts.get(id) ?? 0,
    keyLimit: PLAN_LIMITS[plan],
    storedBytes: storedBytes.get(id) ?? 0,
    loads: usedBy.get(id)?.loads ?? 0,
    refusals: usedBy.get(id)?.refusals ?? 0,
    lastLoadAt: usedBy.get(id)?.lastLoadAt?.toISOString() ?? null,
  }))
}

export async function describeOrganization(
  context: Pick<Context, 'db' | 'clock'>,
  row: OrganizationRow,
): Promise<OperatorOrganization> {
  const [described] = await describeOrganizations(context, [row])
  if (!described) throw new Error('the organization was not described')
  return described
}
