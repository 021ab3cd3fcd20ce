/** `GET …/usage`: of the whole organization. */
import * as contract from '../../contract/usage.js'
import { route } from '../../mount/route.js'
import { resolveRange } from '../../domain/usage/day-range.js'
import { sumUsageByDay, sumUsageByOrigin } from '../../domain/usage/sum-usage.js'

export const readUsage = route({
  operation: contract.readUsage,
  async handle({ context: { db, clock }, access, query }) {
    const { by, cursor, limit, projectId, sceneId } = query
    const range = resolveRange(query, clock.now())
    const scope = { organizationId: access.organization.id, projectId, sceneId }
    const sum = by === 'day' ? sumUsageByDay : sumUsageByOrigin
    return { ...range, ...(await sum(db, scope, range, { cursor, limit })) }
  },
})
