/** `GET …/api-keys`: newest first. */
import { defineOperation } from '../../http/operation.js'
import { listKeys } from '../../keys/list-keys.js'
import { presentApiKeys } from '../../keys/present-api-key.js'
import { apiKeySchema } from '../../schemas/api-keys.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'

export const listApiKeys = defineOperation({
  id: 'listApiKeys',
  method: 'get',
  path: '/api/organizations/{org}/api-keys',
  tag: 'API keys',
  summary: 'List API keys',
  description: 'Newest first; revoked and expired keys too. Tokens are never among it.',
  permission: 'apiKey:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of keys', schema: listOf(apiKeySchema) },
  async handle({ context: { db, clock }, access, query }) {
    const page = await listKeys(db, access.organization.id, 'api_key', query)
    return { ...page, items: await presentApiKeys(db, page.items, clock.now()) }
  },
})
