/** `POST …/projects/:project/check-allowlist`: whom a change would keep out, asked before it is saved. */
import { compileAllowlist, normalizeAllowedDomains } from '@vectreal/auth-core'
import { and, desc, eq, gt, gte, max, sql } from 'drizzle-orm'
import { usageBuckets } from '../../db/usage.js'
import { defineOperation } from '../../http/operation.js'
import { requireProjectRow } from '../../projects/find-project.js'
import { normalizeAllowlist } from '../../projects/normalize-allowlist.js'
import { checkAllowlistSchema, checkedAllowlistSchema } from '../../schemas/usage.js'
import { compareAllowlists } from '../../usage/compare-allowlists.js'
import { lastDays } from '../../usage/day-range.js'

const DAYS = 30

export const checkAllowlist = defineOperation({
  id: 'checkAllowlist',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/check-allowlist',
  tag: 'Projects',
  summary: 'Check a change of the allowlist against traffic',
  description: `Which origins that loaded scenes in the last ${DAYS} days the change would refuse. Nothing is saved.`,
  permission: 'usage:read',
  whileSuspended: true,
  body: checkAllowlistSchema,
  success: { status: 200, description: 'What the change would refuse', schema: checkedAllowlistSchema },
  async handle({ context: { db, clock }, access, params, body }) {
    const project = await requireProjectRow(db, access.organization.id, params.project as string)
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
          gte(usageBuckets.day, lastDays(DAYS, clock.now()).from),
          gt(usageBuckets.loads, 0),
        ),
      )
      .groupBy(usageBuckets.origin)
      .orderBy(desc(loads), usageBuckets.origin)
    const normalized = normalizeAllowedDomains(after.allowedDomains)
    return {
      ...after,
      warnings: normalized.ok ? normalized.warnings : [],
      days: DAYS,
      ...compareAllowlists(
        compileAllowlist(project),
        compileAllowlist(after),
        traffic.map((row) => ({ ...row, lastSeenAt: (row.lastSeenAt ?? new Date(0)).toISOString() })),
      ),
    }
  },
})
