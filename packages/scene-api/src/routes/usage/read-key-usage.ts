/** `GET …/api-keys/:key/usage`. */
import * as contract from '../../contract/usage.js'
import { route } from '../../mount/route.js'
import { requireApiKeyRow } from '../../domain/keys/find-api-key.js'
import { resolveRange } from '../../domain/usage/day-range.js'
import { sumUsageByDay, sumUsageByOrigin } from '../../domain/usage/sum-usage.js'

export const readKeyUsage = route({
  operation: contract.readKeyUsage,
  async handle({ context: { db, clock }, access, params, query }) {
    const { by, cursor, limit, projectId, sceneId } = query
    const key = await requireApiKeyRow(db, access.organization.id, params.key)
    const range = resolveRange(query, clock.now())
    const scope = { organizationId: access.organization.id, keyId: key.id, projectId, sceneId }
    const sum = by === 'day' ? sumUsageByDay : sumUsageByOrigin
    return { ...range, ...(await sum(db, scope, range, { cursor, limit })) }
  },
})
