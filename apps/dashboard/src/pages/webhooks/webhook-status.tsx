/** How webhooks and deliveries stand, as badges. */
import type { Webhook, WebhookDelivery } from '../../api/types'
import { Badge, type Tone } from '../../ui/badge'

const REASON = {
  by_hand: 'Turned off',
  failing: 'Turned off: it failed for three days',
  gone: 'Turned off: it responded with 410',
} as const

export function WebhookStatus({ webhook }: { webhook: Webhook }) {
  if (webhook.disabledReason !== null) return <Badge tone="danger">{REASON[webhook.disabledReason]}</Badge>
  if (webhook.failingSince !== null) return <Badge tone="warn">Failing</Badge>
  return <Badge tone="ok">On</Badge>
}

const STATE: Record<WebhookDelivery['state'], { label: string; tone: Tone }> = {
  pending: { label: 'Pending', tone: 'warn' },
  delivered: { label: 'Delivered', tone: 'ok' },
  failed: { label: 'Failed', tone: 'danger' },
}

export function DeliveryState({ state }: Pick<WebhookDelivery, 'state'>) {
  return <Badge tone={STATE[state].tone}>{STATE[state].label}</Badge>
}

/** What the endpoint said, in short: a status, or why there is none. */
export const responseOf = ({ status, error }: WebhookDelivery): string =>
  status === null ? (error ?? 'Not sent yet') : String(status)
