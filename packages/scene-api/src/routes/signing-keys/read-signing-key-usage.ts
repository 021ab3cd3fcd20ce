/** `GET …/signing-keys/:key/usage`: what the tokens that it signed did. */
import * as contract from '../../contract/signing-keys.js'
import { route } from '../../mount/route.js'
import { requireSigningKeyRow } from '../../domain/keys/find-signing-key.js'
import { resolveRange } from '../../domain/usage/day-range.js'
import { sumUsageByDay, sumUsageByOrigin, sumUsageBySubject } from '../../domain/usage/sum-usage.js'

const SUM = { day: sumUsageByDay, origin: sumUsageByOrigin, sub: sumUsageBySubject } as const

export const readSigningKeyUsage = route({
  operation: contract.readSigningKeyUsage,
  async handle({ context: { db, clock }, access, params, query }) {
    const { by, cursor, limit, projectId, sceneId } = query
    const { id: keyId } = await requireSigningKeyRow(db, access.organization.id, params.key)
    const range = resolveRange(query, clock.now())
    const scope = { organizationId: access.organization.id, keyId, projectId, sceneId }
    return { ...range, ...(await SUM[by](db, scope, range, { cursor, limit })) }
  },
})
