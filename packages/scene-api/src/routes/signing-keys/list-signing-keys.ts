/** `GET …/signing-keys`: newest first. */
import { defineOperation } from '../../http/operation.js'
import { listKeys } from '../../keys/list-keys.js'
import { presentSigningKeys } from '../../keys/present-signing-key.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'
import { signingKeySchema } from '../../schemas/signing-keys.js'

export const listSigningKeys = defineOperation({
  id: 'listSigningKeys',
  method: 'get',
  path: '/api/organizations/{org}/signing-keys',
  tag: 'Signing keys',
  summary: 'List signing keys',
  description: 'Newest first; revoked and expired keys too. Private keys are never among it.',
  permission: 'apiKey:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of signing keys', schema: listOf(signingKeySchema) },
  async handle({ context: { db, clock }, access, query }) {
    const page = await listKeys(db, access.organization.id, 'signing_key', query)
    return { ...page, items: await presentSigningKeys(db, page.items, clock.now()) }
  },
})
