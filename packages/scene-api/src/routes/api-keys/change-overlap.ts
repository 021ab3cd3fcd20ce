/** `POST …/api-keys/:key/overlap`: moves the end of a running overlap. */
import { changeOverlap as decideOverlap } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { defineOperation } from '../../http/operation.js'
import { requireApiKeyRow } from '../../keys/find-api-key.js'
import { presentOneApiKey } from '../../keys/present-api-key.js'
import { revokeOnce } from '../../keys/revoke-keys.js'
import { invalidRequest, Problem } from '../../problem.js'
import { apiKeyAnswerSchema, changeOverlapSchema } from '../../schemas/api-keys.js'

export const changeOverlap = defineOperation({
  id: 'changeOverlap',
  method: 'post',
  path: '/api/organizations/{org}/api-keys/{key}/overlap',
  tag: 'API keys',
  summary: 'Move the end of an overlap',
  description:
    'For a key that was rotated and still works. Now or earlier revokes it at once; later than its own expiry is refused. ' +
    '409 `conflict`: the key is live but no rotation of it is under way.',
  permission: 'apiKey:write',
  confirm: true,
  body: changeOverlapSchema,
  success: { status: 200, description: 'The key', schema: apiKeyAnswerSchema },
  errors: ['key_not_active', 'conflict'],
  async handle({ context, access, params, body }) {
    const { db, clock } = context
    const { organization, actor } = access
    const { row, now } = await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await requireApiKeyRow(tx, organization.id, params.key as string)
      const decision = decideOverlap(row, new Date(body.revokesAt), now)
      if (!decision.ok && decision.reason === 'past_expiry') {
        throw invalidRequest([
          {
            path: 'revokesAt',
            message: `must not be after the expiry of the key, ${row.expiresAt?.toISOString()}`,
          },
        ])
      }
      if (!decision.ok) {
        const apiKey = await presentOneApiKey(tx, row, now)
        if (apiKey.status === 'revoked' || apiKey.status === 'expired')
          throw new Problem('key_not_active', { apiKey })
        throw new Problem('conflict', { detail: 'No rotation of this key is under way.', apiKey })
      }
      if (decision.revokesAt <= now) {
        return { row: await revokeOnce(tx, organization.id, row.id, { by: actor, at: now }), now }
      }
      if (row.revokesAt?.getTime() === decision.revokesAt.getTime()) return { row, now }
      const [moved] = await tx
        .update(apiKeys)
        .set({
          revokesAt: decision.revokesAt,
          revokedById: actor.id,
          revokedByName: actor.name,
          revokedByEmail: actor.email,
        })
        .where(eq(apiKeys.id, row.id))
        .returning()
      if (!moved) throw new Error('the locked key is gone')
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'api_key.overlap_changed',
        actor,
        target: { kind: 'api_key', id: row.id },
        before: { revokesAt: row.revokesAt },
        after: { revokesAt: moved.revokesAt },
      })
      return { row: moved, now }
    })
    // Also for a later end: no node may keep an end that has passed, or one that has not.
    await context.afterAccessChange({ kind: 'key', id: row.id })
    return { apiKey: await presentOneApiKey(db, row, now) }
  },
})
