/** `GET …/api-keys/:key`. */
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { requireApiKeyRow } from '../../domain/keys/find-api-key.js'
import { presentOneApiKey } from '../../domain/keys/present-api-key.js'

export const readApiKey = route({
  operation: contract.readApiKey,
  async handle({ context: { db, clock }, access, params }) {
    const row = await requireApiKeyRow(db, access.organization.id, params.key)
    return presentOneApiKey(db, row, clock.now())
  },
})
