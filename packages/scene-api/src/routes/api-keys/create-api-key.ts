/** `POST …/api-keys`. The answer carries the token, once. */
import { expiryDate } from '@vectreal/auth-core'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { createOnce } from '../../http/idempotency.js'
import { defineOperation } from '../../http/operation.js'
import { requireRoomForKey } from '../../keys/count-keys.js'
import { findHolder, insertKey, requireProjects } from '../../keys/create-key.js'
import { requireLifetime } from '../../keys/require-lifetime.js'
import { presentOneApiKey } from '../../keys/present-api-key.js'
import { tellOfKey } from '../../people/events/account-mail.js'
import { Problem } from '../../problem.js'
import { createApiKeySchema, createdApiKeySchema } from '../../schemas/api-keys.js'

export const createApiKey = defineOperation({
  id: 'createApiKey',
  method: 'post',
  path: '/api/organizations/{org}/api-keys',
  tag: 'API keys',
  summary: 'Create an API key',
  description:
    'The key reads the published scenes of its projects, nothing else. Organization, projects and expiry never change. ' +
    '409 with `apiKey`: a live key holds that `externalId`.',
  permission: 'apiKey:write',
  confirm: true,
  body: createApiKeySchema,
  success: { status: 201, description: 'The key and its token', schema: createdApiKeySchema },
  errors: ['key_limit_reached', 'conflict'],
  idempotent: true,
  async handle(input) {
    const { context, access, body } = input
    const { clock, settings } = context
    const { answer, replayed } = await createOnce(input, async (tx) => {
      const organization = await lockOrganization(tx, access.organization.id)
      const organizationId = organization.id
      requireLifetime(organization, body.expiresInDays)
      const now = clock.now()
      await requireProjects(tx, organizationId, body.projectIds)

      const externalId = body.externalId ?? null
      const holder = externalId === null ? null : await findHolder(tx, organizationId, externalId, now)
      if (holder) {
        throw new Problem('conflict', {
          detail: `A live API key holds the externalId ${externalId}.`,
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
    if (!replayed) tellOfKey(context, access, answer.apiKey.name)
    return answer
  },
})
