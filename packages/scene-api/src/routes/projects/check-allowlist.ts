/** `POST …/projects/:project/check-allowlist`: whom a change would keep out, asked before it is saved. */
import { compileAllowlist, normalizeAllowedDomains } from '@vectreal/auth-core'
import { and, desc, eq, gt, gte, max, sql } from 'drizzle-orm'
import * as contract from '../../contract/projects.js'
import { route } from '../../mount/route.js'
import { usageBuckets } from '../../db/usage.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'
import { normalizeAllowlist } from '../../domain/projects/normalize-allowlist.js'
import { compareAllowlists } from '../../domain/usage/compare-allowlists.js'
import { lastDays } from '../../domain/usage/day-range.js'
import { ALLOWLIST_CHECK_DAYS } from '../../schemas/usage.js'

export const checkAllowlist = route({
  operation: contract.checkAllowlist,
  async handle({ context: { db, clock }, access, params, body }) {
    const project = await requireProjectRow(db, access.organization.id, params.project)
    const after = {
      allowedDomains: normalizeAllowlist(body.allowedDomains),
      allowLocalhost: body.allowLocalhost,
    }
    const loads = sql<number>`sum(${usageBuckets.loads})`.mapWith(Number)
    const traffic = await db
      .select({ origin: usageBuckets.origin, loads, lastSeenAt: max(usageBuckets.lastSeenAt) })
      .from(usageBuckets)
      .where(
        and(
          eq(usageBuckets.organizationId, access.organization.id),
          eq(usageBuckets.projectId, project.id),
          gte(usageBuckets.day, lastDays(ALLOWLIST_CHECK_DAYS, clock.now()).from),
          gt(usageBuckets.loads, 0),
        ),
      )
      .groupBy(usageBuckets.origin)
      .orderBy(desc(loads), usageBuckets.origin)
    const normalized = normalizeAllowedDomains(after.allowedDomains)
    return {
      ...after,
      warnings: normalized.ok ? normalized.warnings : [],
      days: ALLOWLIST_CHECK_DAYS,
      ...compareAllowlists(
        compileAllowlist(project),
        compileAllowlist(after),
        traffic.map((row) => ({ ...row, lastSeenAt: (row.lastSeenAt ?? new Date(0)).toISOString() })),
      ),
    }
  },
})
