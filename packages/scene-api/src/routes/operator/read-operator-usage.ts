/** `GET /api/operator/usage`: the whole server, and the organizations that use it most. */
import { between, desc, eq, isNotNull, max, sql } from 'drizzle-orm'
import * as contract from '../../contract/operator.js'
import { route } from '../../mount/route.js'
import { blobs } from '../../db/blobs.js'
import { organizations } from '../../db/organizations.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { usageTotals } from '../../db/usage.js'
import { users } from '../../db/users.js'
import { resolveRange } from '../../domain/usage/day-range.js'

export const readOperatorUsage = route({
  operation: contract.readOperatorUsage,
  async handle({ context: { db, clock }, query }) {
    const { from, to } = resolveRange(query, clock.now())
    const inRange = between(usageTotals.day, from, to)
    const loads = sql<number>`coalesce(sum(${usageTotals.loads}), 0)`.mapWith(Number)
    const refusals = sql<number>`coalesce(sum(${usageTotals.refusals}), 0)`.mapWith(Number)
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
    const [sums] = await db.select({ loads, refusals }).from(usageTotals).where(inRange)
    const rows = await db
      .select({
        organizationId: organizations.id,
        name: organizations.name,
        loads,
        refusals,
        lastSeenAt: max(usageTotals.lastSeenAt),
      })
      .from(usageTotals)
      .innerJoin(organizations, eq(organizations.id, usageTotals.organizationId))
      .where(inRange)
      .groupBy(organizations.id)
      .orderBy(desc(loads), organizations.id)
      .limit(query.limit)
    // Aggregates without groups: always one row each.
    if (!counts || !stored || !sums) throw new Error('a total has no row')
    return {
      from,
      to,
      totals: { ...counts, storedBytes: stored.bytes, ...sums },
      items: rows.map((row) => ({ ...row, lastSeenAt: (row.lastSeenAt ?? new Date(0)).toISOString() })),
    }
  },
})
