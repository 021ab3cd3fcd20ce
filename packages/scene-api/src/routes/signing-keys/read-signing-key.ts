/** `GET …/signing-keys/:key`. */
import * as contract from '../../contract/signing-keys.js'
import { route } from '../../mount/route.js'
import { requireSigningKeyRow } from '../../domain/keys/find-signing-key.js'
import { presentOneSigningKey } from '../../domain/keys/present-signing-key.js'

export const readSigningKey = route({
  operation: contract.readSigningKey,
  async handle({ context: { db, clock }, access, params }) {
    const row = await requireSigningKeyRow(db, access.organization.id, params.key)
    return presentOneSigningKey(db, row, clock.now())
  },
})
