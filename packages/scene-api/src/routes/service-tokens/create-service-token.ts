/** `POST …/service-tokens`. The answer carries the token, once. */
import { randomUUID } from 'node:crypto'
import { generateServiceToken, previewOf } from '@vectreal/auth-core'
import { recordAudit } from '../../audit/record-audit.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { createOnce } from '../../http/idempotency.js'
import { defineOperation } from '../../http/operation.js'
import { hashToken } from '../../people/hash-token.js'
import { createdServiceTokenSchema, createServiceTokenSchema } from '../../schemas/service-tokens.js'
import { presentServiceToken } from './present-service-token.js'

const DAY_MS = 86_400_000

export const createServiceToken = defineOperation({
  id: 'createServiceToken',
  method: 'post',
  path: '/api/organizations/{org}/service-tokens',
  tag: 'Service tokens',
  summary: 'Create a service token',
  description:
    'For programs: manages projects, scenes and API keys of this organization, but no service tokens, members or plans.',
  permission: 'serviceToken:write',
  sessionOnly: true,
  confirm: true,
  body: createServiceTokenSchema,
  success: {
    status: 201,
    description: 'The service token with its token',
    schema: createdServiceTokenSchema,
  },
  idempotent: true,
  async handle(input) {
    const { context, access, body } = input
    const { clock, settings } = context
    const organizationId = access.organization.id
    const { answer } = await createOnce(input, async (tx) => {
      const now = clock.now()
      const token = generateServiceToken()
      const [row] = await tx
        .insert(serviceTokens)
        .values({
          id: randomUUID(),
          organizationId,
          name: body.name,
          tokenHash: hashToken(token, settings.pepper),
          pepperId: settings.pepper?.id ?? null,
          preview: previewOf(token),
          createdAt: now,
          createdById: access.actor.id,
          createdByName: access.actor.name,
          createdByEmail: access.actor.email,
          expiresAt: new Date(now.getTime() + body.expiresInDays * DAY_MS),
        })
        .returning()
      if (!row) throw new Error('the new service token was not returned')
      await recordAudit(tx, {
        organizationId,
        at: now,
        action: 'service_token.created',
        actor: access.actor,
        target: { kind: 'service_token', id: row.id },
        after: { name: row.name, preview: row.preview, expiresAt: row.expiresAt },
      })
      return { ...presentServiceToken(row, now), token }
    })
    return answer
  },
})
