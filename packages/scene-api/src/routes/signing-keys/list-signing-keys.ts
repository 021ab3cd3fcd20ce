/** `GET …/signing-keys`: newest first. */
import * as contract from '../../contract/signing-keys.js'
import { route } from '../../mount/route.js'
import { listKeys } from '../../domain/keys/list-keys.js'
import { presentSigningKeys } from '../../domain/keys/present-signing-key.js'

export const listSigningKeys = route({
  operation: contract.listSigningKeys,
  async handle({ context: { db, clock }, access, query }) {
    const now = clock.now()
    const page = await listKeys(db, access.organization.id, 'signing_key', query, now)
    return { ...page, items: await presentSigningKeys(db, page.items, now) }
  },
})
