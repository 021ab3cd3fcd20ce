/** `POST …/api-keys/:key/rotate`: a new key at once, the old one until the overlap ends. */
import { type ExpiryDays, expiryDate, overlapEnd, rotationRefusal } from '@vectreal/auth-core'
import { and, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { createOnce } from '../../http/idempotency.js'
import { defineOperation } from '../../http/operation.js'
import { insertKey } from '../../keys/create-key.js'
import { requireApiKeyRow } from '../../keys/find-api-key.js'
import { requireLifetime } from '../../keys/require-lifetime.js'
import { type ApiKeyRow, presentOneApiKey } from '../../keys/present-api-key.js'
import { tellOfKey } from '../../people/events/account-mail.js'
import { Problem } from '../../problem.js'
import { rotateApiKeySchema, rotatedApiKeySchema } from '../../schemas/api-keys.js'

const DAY_MS = 86_400_000

export const rotateApiKey = defineOperation({
  id: 'rotateApiKey',
  method: 'post',
  path: '/api/organizations/{org}/api-keys/{key}/rotate',
  tag: 'API keys',
  summary: 'Replace an API key',
  description:
    'The new key has the name, description, projects and externalId of the old one, and the lifetime the old one was ' +
    'given unless `expiresInDays` says otherwise. The old key keeps working until `revokesAt` (its own expiry where that ' +
    'comes first); with `overlapHours` 0 it ends now. 409 `rotation_in_progress`: the key was rotated already, or its ' +
    'own predecessor still lives.',
  permission: 'apiKey:write',
  confirm: true,
  body: rotateApiKeySchema,
  success: {
    status: 201,
    description: 'The new key, its token, and the key it replaces',
    schema: rotatedApiKeySchema,
  },
  errors: ['key_not_active', 'rotation_in_progress'],
  idempotent: true,
  async handle(input) {
    const { context, access, params, body } = input
    const { clock, settings } = context
    const organizationId = access.organization.id
    const { answer, replayed } = await createOnce(input, async (tx) => {
      const organization = await lockOrganization(tx, organizationId)
      const now = clock.now()
      const old = await requireApiKeyRow(tx, organizationId, params.key as string)
      const predecessor =
        old.rotatedFromId === null ? null : await requireApiKeyRow(tx, organizationId, old.rotatedFromId)
      const refusal = rotationRefusal({ key: old, predecessor }, now)
      if (refusal !== null) throw new Problem(refusal, { apiKey: await presentOneApiKey(tx, old, now) })

      const links = await tx
        .select({ projectId: apiKeyProjects.projectId })
        .from(apiKeyProjects)
        .where(eq(apiKeyProjects.keyId, old.id))
      if (old.externalId !== null) {
        await tx.update(apiKeys).set({ holdsExternalId: false }).where(eq(apiKeys.id, old.id))
      }
      const days = body.expiresInDays === undefined ? lifetimeOf(old) : body.expiresInDays
      requireLifetime(organization, days)
      const { row, token } = await insertKey(tx, settings, {
        organizationId,
        name: old.name,
        description: old.description,
        projectIds: links.map(({ projectId }) => projectId),
        createdAt: now,
        createdBy: access.actor,
        expiresAt: expiryDate(now, days),
        externalId: old.externalId,
        rotatedFromId: old.id,
      })
      const revokesAt = overlapEnd(old, body.overlapHours, now)
      const [replaced] = await tx
        .update(apiKeys)
        .set({
          replacedById: row.id,
          revokesAt,
          revokedById: access.actor.id,
          revokedByName: access.actor.name,
          revokedByEmail: access.actor.email,
          ...(revokesAt <= now && { revokedAt: now }),
        })
        .where(and(eq(apiKeys.id, old.id), isNull(apiKeys.replacedById)))
        .returning()
      if (!replaced) throw new Problem('rotation_in_progress')
      await recordAudit(tx, {
        organizationId,
        at: now,
        action: 'api_key.rotated',
        actor: access.actor,
        target: { kind: 'api_key', id: old.id },
        before: { name: old.name, preview: old.preview, expiresAt: old.expiresAt },
        after: { replacedById: row.id, preview: row.preview, expiresAt: row.expiresAt, revokesAt },
      })
      return {
        apiKey: await presentOneApiKey(tx, row, now),
        token,
        replaces: await presentOneApiKey(tx, replaced, now),
      }
    })
    if (!replayed && answer.replaces.status === 'revoked') {
      await context.afterAccessChange({ kind: 'key', id: answer.replaces.id })
    }
    if (!replayed) tellOfKey(context, access, answer.apiKey.name)
    return answer
  },
})

/** The choice the key was made with: 30, 60, 90 days or never. */
function lifetimeOf({ createdAt, expiresAt }: ApiKeyRow): ExpiryDays | null {
  return expiresAt === null ? null : (((expiresAt.getTime() - createdAt.getTime()) / DAY_MS) as ExpiryDays)
}
