/** `POST …/api-keys/:key/revoke`. Idempotent: a second call answers the first revocation. */
import { defineOperation } from '../../http/operation.js'
import { presentOneApiKey } from '../../keys/present-api-key.js'
import { revokeOnce } from '../../keys/revoke-keys.js'
import { apiKeyAnswerSchema } from '../../schemas/api-keys.js'

export const revokeApiKey = defineOperation({
  id: 'revokeApiKey',
  method: 'post',
  path: '/api/organizations/{org}/api-keys/{key}/revoke',
  tag: 'API keys',
  summary: 'Revoke an API key',
  description: 'Once this has answered, no node accepts the key again. It cannot be undone.',
  permission: 'apiKey:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 200, description: 'The revoked key', schema: apiKeyAnswerSchema },
  async handle({ context, access, params }) {
    const { db, clock } = context
    const { organization, actor } = access
    const at = clock.now()
    const row = await db.transaction((tx) =>
      revokeOnce(tx, organization.id, params.key as string, { by: actor, at }),
    )
    // Also when it was revoked before: another call may have committed and not answered yet.
    await context.afterAccessChange({ kind: 'key', id: row.id })
    return { apiKey: await presentOneApiKey(db, row, clock.now()) }
  },
})
