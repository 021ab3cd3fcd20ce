/** `POST …/signing-keys`. The response carries the private key, once. */
import { expiryDate, generateSigningKey } from '@vectreal/auth-core'
import * as contract from '../../contract/signing-keys.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { requireRoomForKey } from '../../domain/keys/count-keys.js'
import { insertSigningKey, requireProjects } from '../../domain/keys/create-key.js'
import { requireLifetime } from '../../domain/keys/require-lifetime.js'
import { presentOneSigningKey } from '../../domain/keys/present-signing-key.js'
import { tellOfKey } from '../../identity/events/account-mail.js'

export const createSigningKey = route({
  operation: contract.createSigningKey,
  async handle({ context, access, body }) {
    const { db, clock } = context
    const { publicKey, privateKey } = await generateSigningKey()
    const { row, now } = await db.transaction(async (tx) => {
      const organization = await lockOrganization(tx, access.organization.id)
      const organizationId = organization.id
      requireLifetime(organization, body.expiresInDays)
      const now = clock.now()
      await requireProjects(tx, organizationId, body.projectIds)
      await requireRoomForKey(tx, organization, now)
      const row = await insertSigningKey(tx, publicKey, {
        organizationId,
        name: body.name,
        projectIds: body.projectIds,
        createdAt: now,
        createdBy: access.actor,
        expiresAt: expiryDate(now, body.expiresInDays),
      })
      const { name, preview, expiresAt } = row
      await recordAudit(tx, {
        organizationId,
        at: now,
        action: 'signing_key.created',
        actor: access.actor,
        target: { kind: 'signing_key', id: row.id },
        after: { name, preview, projectIds: body.projectIds, expiresAt },
      })
      return { row, now }
    })
    tellOfKey(context, access, row.name, 'signing key')
    return { signingKey: await presentOneSigningKey(db, row, now), privateKey }
  },
})
