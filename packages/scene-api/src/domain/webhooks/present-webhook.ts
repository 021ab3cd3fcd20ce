/** Webhooks and deliveries as the API shows them: never a secret, nor the credentials in an address. */
import type { Webhook, WebhookDelivery } from '../../schemas/webhooks.js'
import type { ClaimedDelivery, WebhookRow } from './claim-batch.js'
import { shownUrl } from '../../contract/shown-url.js'

export function presentWebhook(row: WebhookRow, now: Date): Webhook {
  const { id, organizationId, url, types, description, format, disabledReason } = row
  const signsTwice = row.formerSecretUntil !== null && row.formerSecretUntil > now
  return {
    id,
    organizationId,
    url: shownUrl(url),
    types: types as Webhook['types'],
    description,
    format,
    enabled: row.disabledAt === null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledReason,
    failingSince: row.failingSince?.toISOString() ?? null,
    formerSecretUntil: signsTwice ? (row.formerSecretUntil?.toISOString() ?? null) : null,
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdById, name: row.createdByName, email: row.createdByEmail },
  }
}

export function presentDelivery({ delivery, event }: ClaimedDelivery): WebhookDelivery {
  const { id, webhookId, eventId, state, attempts } = delivery
  return {
    id,
    webhookId,
    eventId,
    type: event.type,
    state,
    createdAt: delivery.createdAt.toISOString(),
    attempts,
    lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: state === 'pending' ? delivery.nextAttemptAt.toISOString() : null,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    status: delivery.lastStatus,
    answer: delivery.lastAnswer,
    error: delivery.lastError,
    durationMs: delivery.lastDurationMs,
    payload: { type: event.type, timestamp: event.at.toISOString(), data: event.data },
  }
}
