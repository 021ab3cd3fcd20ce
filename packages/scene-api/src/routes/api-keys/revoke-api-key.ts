/** `POST …/api-keys/:key/revoke`. Idempotent: a second call returns the first revocation. */
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { presentOneApiKey } from '../../domain/keys/present-api-key.js'
import { revokeOnce } from '../../domain/keys/revoke-keys.js'

export const revokeApiKey = route({
  operation: contract.revokeApiKey,
  async handle({ context, access, params }) {
    const { db, clock } = context
    const { organization, actor } = access
    const at = clock.now()
    const row = await db.transaction((tx) => revokeOnce(tx, organization.id, params.key, { by: actor, at }))
    // Also when it was revoked before: another call may have committed and not returned yet.
    await context.afterAccessChange({ kind: 'key', id: row.id })
    return { apiKey: await presentOneApiKey(db, row, clock.now()) }
  },
})
