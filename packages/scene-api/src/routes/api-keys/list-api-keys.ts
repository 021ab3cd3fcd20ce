/** `GET …/api-keys`: newest first. */
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { listKeys } from '../../domain/keys/list-keys.js'
import { presentApiKeys } from '../../domain/keys/present-api-key.js'

export const listApiKeys = route({
  operation: contract.listApiKeys,
  async handle({ context: { db, clock }, access, query }) {
    const now = clock.now()
    const page = await listKeys(db, access.organization.id, 'api_key', query, now)
    return { ...page, items: await presentApiKeys(db, page.items, now) }
  },
})
