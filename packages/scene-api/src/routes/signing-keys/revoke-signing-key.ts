/** `POST …/signing-keys/:key/revoke`. Idempotent, and the end of every token that the key has signed. */
import * as contract from '../../contract/signing-keys.js'
import { route } from '../../mount/route.js'
import { presentOneSigningKey } from '../../domain/keys/present-signing-key.js'
import { revokeOnce } from '../../domain/keys/revoke-keys.js'

export const revokeSigningKey = route({
  operation: contract.revokeSigningKey,
  async handle({ context, access, params }) {
    const { db, clock } = context
    const { organization, actor } = access
    const revocation = { by: actor, at: clock.now() }
    const row = await db.transaction((tx) =>
      revokeOnce(tx, organization.id, params.key, revocation, 'signing_key'),
    )
    // Also when it was revoked before: another call may have committed and not returned yet.
    await context.afterAccessChange({ kind: 'key', id: row.id })
    return { signingKey: await presentOneSigningKey(db, row, clock.now()) }
  },
})
