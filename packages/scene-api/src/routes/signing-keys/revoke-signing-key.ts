/** `POST …/signing-keys/:key/revoke`. Idempotent, and the end of every token that the key has signed. */
import { defineOperation } from '../../http/operation.js'
import { presentSigningKeys } from '../../keys/present-signing-key.js'
import { revokeOnce } from '../../keys/revoke-keys.js'
import { signingKeyAnswerSchema } from '../../schemas/signing-keys.js'

export const revokeSigningKey = defineOperation({
  id: 'revokeSigningKey',
  method: 'post',
  path: '/api/organizations/{org}/signing-keys/{key}/revoke',
  tag: 'Signing keys',
  summary: 'Revoke a signing key',
  description: 'Once this has answered, no node accepts a visitor token that it signed. It cannot be undone.',
  permission: 'apiKey:write',
  whileSuspended: true,
  confirm: true,
  success: { status: 200, description: 'The revoked key', schema: signingKeyAnswerSchema },
  async handle({ context, access, params }) {
    const { db, clock } = context
    const { organization, actor } = access
    const revocation = { by: actor, at: clock.now() }
    const row = await db.transaction((tx) =>
      revokeOnce(tx, organization.id, params.key as string, revocation, 'signing_key'),
    )
    // Also when it was revoked before: another call may have committed and not answered yet.
    await context.afterAccessChange({ kind: 'key', id: row.id })
    const [signingKey] = await presentSigningKeys(db, [row], clock.now())
    return { signingKey }
  },
})
