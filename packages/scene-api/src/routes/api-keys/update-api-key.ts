/** `PATCH …/api-keys/:key`: name and description, nothing else, also of a dead key. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { requireApiKeyRow } from '../../domain/keys/find-api-key.js'
import { presentOneApiKey } from '../../domain/keys/present-api-key.js'

export const updateApiKey = route({
  operation: contract.updateApiKey,
  async handle({ context: { db, clock }, access, params, body }) {
    const { organization, actor } = access
    return db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await requireApiKeyRow(tx, organization.id, params.key)
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
