/** `POST …/api-keys`. The response carries the token, once. */
import { expiryDate } from '@vectreal/auth-core'
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { createOnce } from '../../mount/idempotency.js'
import { requireRoomForKey } from '../../domain/keys/count-keys.js'
import { findHolder, insertKey, requireProjects } from '../../domain/keys/create-key.js'
import { requireLifetime } from '../../domain/keys/require-lifetime.js'
import { presentOneApiKey } from '../../domain/keys/present-api-key.js'
import { tellOfKey } from '../../identity/events/account-mail.js'
import { Problem } from '../../problem.js'

export const createApiKey = route({
  operation: contract.createApiKey,
  async handle(input) {
    const { context, access, body } = input
    const { clock, settings } = context
    const { result, replayed } = await createOnce(input, async (tx) => {
      const organization = await lockOrganization(tx, access.organization.id)
      const organizationId = organization.id
      requireLifetime(organization, body.expiresInDays)
      const now = clock.now()
      await requireProjects(tx, organizationId, body.projectIds)

      const externalId = body.externalId ?? null
      const holder = externalId === null ? null : await findHolder(tx, organizationId, externalId, now)
      if (holder) {
        throw new Problem('conflict', {
          detail: `A live API key has the externalId ${externalId}.`,
          apiKey: await presentOneApiKey(tx, holder, now),
        })
      }

      await requireRoomForKey(tx, organization, now)

      const { row, token } = await insertKey(tx, settings, {
        organizationId,
        name: body.name,
        description: body.description ?? null,
        projectIds: body.projectIds,
        createdAt: now,
        createdBy: access.actor,
        expiresAt: expiryDate(now, body.expiresInDays),
        externalId,
        rotatedFromId: null,
      })
      const { name, preview, expiresAt } = row
      await recordAudit(tx, {
        organizationId,
        at: now,
        action: 'api_key.created',
        actor: access.actor,
        target: { kind: 'api_key', id: row.id },
        after: { name, preview, projectIds: body.projectIds, expiresAt, externalId },
      })
      return { apiKey: await presentOneApiKey(tx, row, now), token }
    })
    if (!replayed) tellOfKey(context, access, result.apiKey.name)
    return result
  },
})
