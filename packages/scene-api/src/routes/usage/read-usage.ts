/** `GET …/usage`: of the whole organization. */
import { defineOperation } from '../../http/operation.js'
import { usageListSchema, usageQuerySchema } from '../../schemas/usage.js'
import { resolveRange } from '../../usage/day-range.js'
import { sumUsageByDay, sumUsageByOrigin } from '../../usage/sum-usage.js'

export const readUsage = defineOperation({
  id: 'readUsage',
  method: 'get',
  path: '/api/organizations/{org}/usage',
  tag: 'Insight',
  summary: 'Read the use of all API keys',
  description:
    'As for one key, summed over all of them; refusals of requests without a key of this organization are among it.',
  permission: 'usage:read',
  query: usageQuerySchema,
  success: { status: 200, description: 'Loads and refusals', schema: usageListSchema },
  async handle({ context: { db, clock }, access, query }) {
    const { by, cursor, limit, projectId, sceneId } = query
    const range = resolveRange(query, clock.now())
    const scope = { organizationId: access.organization.id, projectId, sceneId }
    const sum = by === 'day' ? sumUsageByDay : sumUsageByOrigin
    return { ...range, ...(await sum(db, scope, range, { cursor, limit })) }
  },
})
