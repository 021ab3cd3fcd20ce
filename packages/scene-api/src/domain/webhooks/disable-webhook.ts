/** Switches an endpoint off. What was pending for it is not sent any more; it can be replayed. */
import { and, eq } from 'drizzle-orm'
import { SYSTEM } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import type { Transaction } from '../../db/database.js'
import { webhookDeliveries, webhooks } from '../../db/webhooks.js'
import type { WebhookRow } from './claim-batch.js'
import { shownUrl } from '../../contract/shown-url.js'

export async function disableWebhook(
  tx: Transaction,
  { id, organizationId, url }: WebhookRow,
  reason: 'failing' | 'gone',
  now: Date,
): Promise<void> {
  await tx.update(webhooks).set({ disabledAt: now, disabledReason: reason }).where(eq(webhooks.id, id))
  await dropPending(tx, id)
  await recordAudit(tx, {
    organizationId,
    at: now,
    action: 'webhook.disabled',
    actor: SYSTEM,
    target: { kind: 'webhook', id },
    after: { url: shownUrl(url), reason },
  })
}

export async function dropPending(tx: Transaction, webhookId: string): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ state: 'failed', lastError: 'the webhook was turned off' })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.state, 'pending')))
}
