/** `PATCH …/webhooks/:webhook`. */
import * as contract from '../../contract/webhooks.js'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { webhooks } from '../../db/webhooks.js'
import { route } from '../../mount/route.js'
import { requireProof } from '../../identity/confirm/require-proof.js'
import { Problem } from '../../problem.js'
import type { WebhookRow } from '../../domain/webhooks/claim-batch.js'
import { dropPending } from '../../domain/webhooks/disable-webhook.js'
import { lockWebhook, SWITCHED_ON } from '../../domain/webhooks/find-webhook.js'
import { presentWebhook } from '../../domain/webhooks/present-webhook.js'
import { shownUrl } from '../../contract/shown-url.js'

export const updateWebhook = route({
  operation: contract.updateWebhook,
  async handle({ context: { db, clock }, access, params, body }) {
    const { organization, actor } = access
    return db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await lockWebhook(tx, organization.id, params.webhook)
      if (row.format === 'reminder' && body.types !== undefined) {
        throw new Problem('conflict', {
          detail:
            'This is an older webhook, which only receives reminders of expiring keys. Create another one for other events.',
        })
      }
      const url = body.url === undefined || body.url === shownUrl(row.url) ? row.url : body.url
      const types = body.types ?? row.types
      const turned = body.enabled === undefined ? {} : switched(row, body.enabled, now)
      // Also what takes something away: whoever came in by somebody's session would first switch off what tells of it.
      const isWhole =
        url === row.url &&
        types.join(' ') === row.types.join(' ') &&
        (turned.disabledAt === undefined || (turned.disabledAt === null) === (row.disabledAt === null))
      if (!isWhole) await requireProof({ db: tx, clock }, access)
      const description = body.description === undefined ? row.description : body.description
      const [updated] = await tx
        .update(webhooks)
        .set({ url, types, description, ...turned })
        .where(eq(webhooks.id, row.id))
        .returning()
      if (!updated) throw new Error('the locked webhook is gone')
      if (updated.disabledAt !== null && row.disabledAt === null) await dropPending(tx, row.id)
      const [before, after] = [presentWebhook(row, now), presentWebhook(updated, now)]
      const changed = url !== row.url || JSON.stringify(before) !== JSON.stringify(after)
      if (changed) {
        await recordAudit(tx, {
          organizationId: organization.id,
          at: now,
          action: 'webhook.updated',
          actor,
          target: { kind: 'webhook', id: row.id },
          before: auditedOf(before),
          after: auditedOf(after),
        })
      }
      return after
    })
  },
})

function switched(
  { disabledAt, disabledReason }: WebhookRow,
  enabled: boolean,
  now: Date,
): Partial<WebhookRow> {
  if (!enabled)
    return { disabledAt: disabledAt ?? now, disabledReason: disabledReason ?? ('by_hand' as const) }
  return SWITCHED_ON
}

const auditedOf = ({ url, types, description, enabled }: ReturnType<typeof presentWebhook>) => ({
  url,
  types,
  description,
  enabled,
})
