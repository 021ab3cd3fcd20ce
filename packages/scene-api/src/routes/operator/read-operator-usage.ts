/** `GET /api/operator/usage`: the whole server, and the organizations that use it most. */
import { between, desc, eq, isNotNull, max, sql } from 'drizzle-orm'
import { blobs } from '../../db/blobs.js'
import { organizations } from '../../db/organizations.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { usageBuckets } from '../../db/usage.js'
import { users } from '../../db/users.js'
import { definePlatformOperation } from '../../http/operation.js'
import { operatorUsageQuerySchema, operatorUsageSchema } from '../../schemas/operator.js'
import { resolveRange } from '../../usage/day-range.js'

export const readOperatorUsage = definePlatformOperation({
  id: 'readOperatorUsage',
  method: 'get',
  path: '/api/operator/usage',
  tag: 'Operator',
  summary: 'Read the use of the whole server',
  query: operatorUsageQuerySchema,
  success: {
    status: 200,
    description: 'Totals, and the use of each organization',
    schema: operatorUsageSchema,
  },
  async handle({ context: { db, clock }, query }) {
    const { from, to } = resolveRange(query, clock.now())
    const inRange = between(usageBuckets.day, from, to)
    const loads = sql<number>`coalesce(sum(${usageBuckets.loads}), 0)`.mapWith(Number)
    const refusals = sql<number>`coalesce(sum(${usageBuckets.refusals}), 0)`.mapWith(Number)
    const [counts] = await db
      .select({
        organizations: db.$count(organizations),
        suspendedOrganizations: db.$count(organizations, isNotNull(organizations.suspendedAt)),
        people: db.$count(users),
        projects: db.$count(projects),
        scenes: db.$count(scenes),
      })
      .from(sql`(select 1) as one`)
    const [stored] = await db
      .select({ bytes: sql<number>`coalesce(sum(${blobs.bytes}), 0)`.mapWith(Number) })
      .from(blobs)
    const [sums] = await db.select({ loads, refusals }).from(usageBuckets).where(inRange)
    const rows = await db
      .select({
        organizationId: organizations.id,
        name: organizations.name,
        loads,
        refusals,
        lastSeenAt: max(usageBuckets.lastSeenAt),
      })
      .from(usageBuckets)
      .innerJoin(organizations, eq(organizations.id, usageBuckets.organizationId))
      .where(inRange)
      .groupBy(organizations.id)
      .orderBy(desc(loads), organizations.id)
      .limit(query.limit)
    return {
      from,
      to,
      totals: { ...counts, storedBytes: stored?.bytes ?? 0, ...sums },
      items: rows.map((row) => ({ ...row, lastSeenAt: (row.lastSeenAt ?? new Date(0)).toISOString() })),
    }
  },
})
