/** `PATCH …/api-keys/:key`: name and description, nothing else, also of a dead key. */
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { defineOperation } from '../../http/operation.js'
import { requireApiKeyRow } from '../../keys/find-api-key.js'
import { presentOneApiKey } from '../../keys/present-api-key.js'
import { apiKeySchema, updateApiKeySchema } from '../../schemas/api-keys.js'

export const updateApiKey = defineOperation({
  id: 'updateApiKey',
  method: 'patch',
  path: '/api/organizations/{org}/api-keys/{key}',
  tag: 'API keys',
  summary: 'Rename an API key',
  permission: 'apiKey:write',
  body: updateApiKeySchema,
  success: { status: 200, description: 'The key', schema: apiKeySchema },
  async handle({ context: { db, clock }, access, params, body }) {
    const { organization, actor } = access
    return db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await requireApiKeyRow(tx, organization.id, params.key as string)
      const { name = row.name, description = row.description } = body
      if (name === row.name && description === row.description) return presentOneApiKey(tx, row, now)
      await tx.update(apiKeys).set({ name, description }).where(eq(apiKeys.id, row.id))
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'api_key.updated',
        actor,
        target: { kind: 'api_key', id: row.id },
        before: { name: row.name, description: row.description },
        after: { name, description },
      })
      return presentOneApiKey(tx, { ...row, name, description }, now)
    })
  },
})
