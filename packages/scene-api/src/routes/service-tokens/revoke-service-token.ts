/** `POST …/service-tokens/:token/revoke`. Idempotent. */
import { and, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { defineOperation } from '../../http/operation.js'
import { Problem } from '../../problem.js'
import { serviceTokenSchema } from '../../schemas/service-tokens.js'
import { presentServiceToken } from './present-service-token.js'

export const revokeServiceToken = defineOperation({
  id: 'revokeServiceToken',
  method: 'post',
  path: '/api/organizations/{org}/service-tokens/{token}/revoke',
  tag: 'Service tokens',
  summary: 'Revoke a service token',
  description: 'Holds from the next request on.',
  permission: 'serviceToken:write',
  whileSuspended: true,
  sessionOnly: true,
  confirm: true,
  success: { status: 200, description: 'The revoked service token', schema: serviceTokenSchema },
  async handle({ context: { db, clock }, access, params }) {
    const { organization, actor } = access
    const theToken = and(
      eq(serviceTokens.id, params.token as string),
      eq(serviceTokens.organizationId, organization.id),
    )
    return db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const [revoked] = await tx
        .update(serviceTokens)
        .set({
          revokedAt: now,
          revokedById: actor.id,
          revokedByName: actor.name,
          revokedByEmail: actor.email,
        })
        .where(and(theToken, isNull(serviceTokens.revokedAt)))
        .returning()
      if (revoked) {
        await recordAudit(tx, {
          organizationId: organization.id,
          at: now,
          action: 'service_token.revoked',
          actor,
          target: { kind: 'service_token', id: revoked.id },
          before: { name: revoked.name, preview: revoked.preview },
          after: { revokedAt: now },
        })
        return presentServiceToken(revoked, now)
      }
      const [row] = await tx.select().from(serviceTokens).where(theToken)
      if (!row) throw new Problem('not_found', { detail: 'The organization has no such service token.' })
      return presentServiceToken(row, now)
    })
  },
})
