/** `DELETE …/webhooks/:webhook`: with its deliveries. */
import * as contract from '../../contract/webhooks.js'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { webhooks } from '../../db/webhooks.js'
import { route } from '../../mount/route.js'
import { forgetFormer, lockWebhook } from '../../domain/webhooks/find-webhook.js'
import { shownUrl } from '../../contract/shown-url.js'

export const deleteWebhook = route({
  operation: contract.deleteWebhook,
  async handle({ context: { db, clock }, access: { organization, actor }, params }) {
    await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const row = await lockWebhook(tx, organization.id, params.webhook)
      await tx.delete(webhooks).where(eq(webhooks.id, row.id))
      if (row.format === 'reminder') await forgetFormer(tx, organization.id)
      await recordAudit(tx, {
        organizationId: organization.id,
        at: clock.now(),
        action: 'webhook.deleted',
        actor,
        target: { kind: 'webhook', id: row.id },
        before: { url: shownUrl(row.url), types: row.types },
      })
    })
  },
})
