/** `POST …/api-keys/:key/overlap`: moves the end of a running overlap. */
import { changeOverlap as decideOverlap } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { requireApiKeyRow } from '../../domain/keys/find-api-key.js'
import { presentOneApiKey } from '../../domain/keys/present-api-key.js'
import { revokeOnce } from '../../domain/keys/revoke-keys.js'
import { invalidRequest, Problem } from '../../problem.js'

export const changeOverlap = route({
  operation: contract.changeOverlap,
  async handle({ context, access, params, body }) {
    const { db, clock } = context
    const { organization, actor } = access
    const { row, now } = await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await requireApiKeyRow(tx, organization.id, params.key)
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
