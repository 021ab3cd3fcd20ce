/** `GET …/api-keys/:key`. */
import { defineOperation } from '../../http/operation.js'
import { requireApiKeyRow } from '../../keys/find-api-key.js'
import { presentOneApiKey } from '../../keys/present-api-key.js'
import { apiKeySchema } from '../../schemas/api-keys.js'

export const readApiKey = defineOperation({
  id: 'readApiKey',
  method: 'get',
  path: '/api/organizations/{org}/api-keys/{key}',
  tag: 'API keys',
  summary: 'Read an API key',
  permission: 'apiKey:read',
  success: { status: 200, description: 'The key', schema: apiKeySchema },
  async handle({ context: { db, clock }, access, params }) {
    const row = await requireApiKeyRow(db, access.organization.id, params.key as string)
    return presentOneApiKey(db, row, clock.now())
  },
})
