/** `POST …/api-keys/:key/rotate`: a new key at once, the old one until the overlap ends. */
import { type ExpiryDays, expiryDate, overlapEnd, rotationRefusal } from '@vectreal/auth-core'
import { and, eq, isNull } from 'drizzle-orm'
import * as contract from '../../contract/api-keys.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { createOnce } from '../../mount/idempotency.js'
import { insertKey } from '../../domain/keys/create-key.js'
import { requireApiKeyRow } from '../../domain/keys/find-api-key.js'
import { requireLifetime } from '../../domain/keys/require-lifetime.js'
import { type ApiKeyRow, presentOneApiKey } from '../../domain/keys/present-api-key.js'
import { tellOfKey } from '../../identity/events/account-mail.js'
import { invalidRequest, Problem } from '../../problem.js'

const DAY_MS = 86_400_000

export const rotateApiKey = route({
  operation: contract.rotateApiKey,
  async handle(input) {
    const { context, access, params, body } = input
    const { clock, settings } = context
    const organizationId = access.organization.id
    const { result, replayed } = await createOnce(input, async (tx) => {
      const organization = await lockOrganization(tx, organizationId)
      const now = clock.now()
      const old = await requireApiKeyRow(tx, organizationId, params.key)
      const predecessor =
        old.rotatedFromId === null ? null : await requireApiKeyRow(tx, organizationId, old.rotatedFromId)
      const refusal = rotationRefusal({ key: old, predecessor }, now)
      if (refusal !== null) throw new Problem(refusal, { apiKey: await presentOneApiKey(tx, old, now) })

      const links = await tx
        .select({ projectId: apiKeyProjects.projectId })
        .from(apiKeyProjects)
        .where(eq(apiKeyProjects.keyId, old.id))
      const projectIds = narrowed(
        links.map(({ projectId }) => projectId),
        body.projectIds,
      )
      if (old.externalId !== null) {
        await tx.update(apiKeys).set({ holdsExternalId: false }).where(eq(apiKeys.id, old.id))
      }
      const days = body.expiresInDays === undefined ? lifetimeOf(old) : body.expiresInDays
      requireLifetime(organization, days)
      const { row, token } = await insertKey(tx, settings, {
        organizationId,
        name: old.name,
        description: old.description,
        projectIds,
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
        before: {
          name: old.name,
          preview: old.preview,
          expiresAt: old.expiresAt,
          ...(body.projectIds && { projectIds: links.map(({ projectId }) => projectId) }),
        },
        after: {
          replacedById: row.id,
          preview: row.preview,
          expiresAt: row.expiresAt,
          revokesAt,
          ...(body.projectIds && { projectIds }),
        },
      })
      return {
        apiKey: await presentOneApiKey(tx, row, now),
        token,
        replaces: await presentOneApiKey(tx, replaced, now),
      }
    })
    if (!replayed && result.replaces.status === 'revoked') {
      await context.afterAccessChange({ kind: 'key', id: result.replaces.id })
    }
    if (!replayed) tellOfKey(context, access, result.apiKey.name)
    return result
  },
})

/** A rotation takes access away or leaves it as it is: what a key could never open, its successor cannot either. */
function narrowed(own: readonly string[], wanted: readonly string[] | undefined): string[] {
  const index = wanted?.findIndex((id) => !own.includes(id)) ?? -1
  if (index >= 0) {
    throw invalidRequest([
      { path: `projectIds.${index}`, message: 'must be a project of the key: create another key for others' },
    ])
  }
  return [...(wanted ?? own)]
}

/** The choice the key was made with: 30, 60, 90 days or never. */
function lifetimeOf({ createdAt, expiresAt }: ApiKeyRow): ExpiryDays | null {
  return expiresAt === null ? null : (((expiresAt.getTime() - createdAt.getTime()) / DAY_MS) as ExpiryDays)
}
