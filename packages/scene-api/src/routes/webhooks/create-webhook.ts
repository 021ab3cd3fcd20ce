/** `POST …/webhooks`. The response carries the secret, once. */
import * as contract from '../../contract/webhooks.js'
import { randomUUID } from 'node:crypto'
import { count, eq } from 'drizzle-orm'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { webhooks } from '../../db/webhooks.js'
import { route } from '../../mount/route.js'
import { seal } from '../../seal.js'
import { Problem } from '../../problem.js'
import { MAX_WEBHOOKS } from '../../schemas/webhooks.js'
import { presentWebhook } from '../../domain/webhooks/present-webhook.js'
import { generateWebhookSecret } from '../../domain/webhooks/webhook-secret.js'

export const createWebhook = route({
  operation: contract.createWebhook,
  async handle({ context: { db, clock, settings }, access: { organization, actor }, body }) {
    const secret = generateWebhookSecret()
    const organizationId = organization.id
    const webhook = await db.transaction(async (tx) => {
      await lockOrganization(tx, organizationId)
      const now = clock.now()
      const [{ used } = { used: 0 }] = await tx
        .select({ used: count() })
        .from(webhooks)
        .where(eq(webhooks.organizationId, organizationId))
      if (used >= MAX_WEBHOOKS) {
        const detail = `An organization has at most ${MAX_WEBHOOKS} webhooks.`
        throw new Problem('quota_exceeded', { detail, quota: 'webhooks', limit: MAX_WEBHOOKS, used })
      }
      const [row] = await tx
        .insert(webhooks)
        .values({
          id: randomUUID(),
          organizationId,
          url: body.url,
          types: body.types,
          description: body.description ?? null,
          encryptedSecret: seal(settings.authSecret, secret),
          createdAt: now,
          createdById: actor.id,
          createdByName: actor.name,
          createdByEmail: actor.email,
        })
        .returning()
      if (!row) throw new Error('the new webhook was not returned')
      const shown = presentWebhook(row, now)
      await recordAudit(tx, {
        organizationId,
        at: now,
        action: 'webhook.created',
        actor,
        target: { kind: 'webhook', id: row.id },
        after: { url: shown.url, types: shown.types },
      })
      return shown
    })
    return { ...webhook, secret }
  },
})
