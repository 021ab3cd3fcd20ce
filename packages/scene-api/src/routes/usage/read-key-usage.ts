/** `GET …/api-keys/:key/usage`. */
import { defineOperation } from '../../http/operation.js'
import { requireApiKeyRow } from '../../keys/find-api-key.js'
import { usageListSchema, usageQuerySchema } from '../../schemas/usage.js'
import { resolveRange } from '../../usage/day-range.js'
import { sumUsageByDay, sumUsageByOrigin } from '../../usage/sum-usage.js'

export const readKeyUsage = defineOperation({
  id: 'readKeyUsage',
  method: 'get',
  path: '/api/organizations/{org}/api-keys/{key}/usage',
  tag: 'Insight',
  summary: 'Read the use of an API key',
  description:
    'Loads and refusals by UTC day or by origin; browsers and other clients are rows of their own. Counts arrive within a few seconds.',
  permission: 'usage:read',
  query: usageQuerySchema,
  success: { status: 200, description: 'Loads and refusals', schema: usageListSchema },
  async handle({ context: { db, clock }, access, params, query }) {
    const { by, cursor, limit, projectId, sceneId } = query
    const key = await requireApiKeyRow(db, access.organization.id, params.key as string)
    const range = resolveRange(query, clock.now())
    const scope = { organizationId: access.organization.id, keyId: key.id, projectId, sceneId }
    const sum = by === 'day' ? sumUsageByDay : sumUsageByOrigin
    return { ...range, ...(await sum(db, scope, range, { cursor, limit })) }
  },
})
