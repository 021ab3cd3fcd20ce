/** `POST …/webhooks/:webhook/rotate-secret`. The response carries the new secret, once. */
import * as contract from '../../contract/webhooks.js'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { webhooks } from '../../db/webhooks.js'
import { route } from '../../mount/route.js'
import { seal } from '../../seal.js'
import { Problem } from '../../problem.js'
import { lockWebhook } from '../../domain/webhooks/find-webhook.js'
import { presentWebhook } from '../../domain/webhooks/present-webhook.js'
import { generateWebhookSecret } from '../../domain/webhooks/webhook-secret.js'

const BOTH_SIGN_MS = 24 * 3_600_000

export const rotateWebhookSecret = route({
  operation: contract.rotateWebhookSecret,
  async handle({ context: { db, clock, settings }, access: { organization, actor }, params }) {
    const secret = generateWebhookSecret()
    const webhook = await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await lockWebhook(tx, organization.id, params.webhook)
      if (row.format === 'reminder') {
        throw new Problem('conflict', {
          detail:
            'The receivers of this webhook check one signature: PUT …/reminder-webhook replaces its secret.',
        })
      }
      const [updated] = await tx
        .update(webhooks)
        .set({
          encryptedSecret: seal(settings.authSecret, secret),
          encryptedFormerSecret: row.encryptedSecret,
          formerSecretUntil: new Date(now.getTime() + BOTH_SIGN_MS),
        })
        .where(eq(webhooks.id, row.id))
        .returning()
      if (!updated) throw new Error('the locked webhook is gone')
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'webhook.secret_rotated',
        actor,
        target: { kind: 'webhook', id: row.id },
        after: { formerSecretUntil: updated.formerSecretUntil },
      })
      return presentWebhook(updated, now)
    })
    return { ...webhook, secret }
  },
})
