/** `POST …/signing-keys`. The answer carries the private key, once. */
import { expiryDate, generateSigningKey } from '@vectreal/auth-core'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { defineOperation } from '../../http/operation.js'
import { requireRoomForKey } from '../../keys/count-keys.js'
import { insertSigningKey, requireProjects } from '../../keys/create-key.js'
import { presentSigningKeys } from '../../keys/present-signing-key.js'
import { createdSigningKeySchema, createSigningKeySchema } from '../../schemas/signing-keys.js'

export const createSigningKey = defineOperation({
  id: 'createSigningKey',
  method: 'post',
  path: '/api/organizations/{org}/signing-keys',
  tag: 'Signing keys',
  summary: 'Create a signing key',
  description:
    'With its private half a site signs visitor tokens on its own server. The key counts as an API key of the plan; its ' +
    'organization, projects and expiry never change.',
  permission: 'apiKey:write',
  confirm: true,
  body: createSigningKeySchema,
  success: { status: 201, description: 'The key and its private half', schema: createdSigningKeySchema },
  errors: ['key_limit_reached'],
  async handle({ context, access, body }) {
    const { db, clock } = context
    const { publicKey, privateKey } = await generateSigningKey()
    const { row, now } = await db.transaction(async (tx) => {
      const organization = await lockOrganization(tx, access.organization.id)
      const organizationId = organization.id
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
    const [signingKey] = await presentSigningKeys(db, [row], now)
    return { signingKey, privateKey }
  },
})
