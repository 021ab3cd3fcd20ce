/** What an endpoint is sent: body, headers and signatures. */
import { createHmac } from 'node:crypto'

export interface EventToSend {
  /** Stays the same when it is sent again. */
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
}

export interface SignedEvent {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const SECRET_PREFIX = 'whsec_'

/**
 * Standard Webhooks: `webhook-id`, `webhook-timestamp` (when it is sent) and one `v1,<base64>` for each secret.
 *
 * @param secrets `whsec_` and base64; two of them during a rotation
 */
export function signStandard(event: EventToSend, secrets: readonly string[], sentAt: Date): SignedEvent {
  const body = JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data: event.data })
  const seconds = unixSeconds(sentAt)
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${event.id}.${seconds}.${body}`).digest('base64')}`
  })
  return {
    body,
    headers: {
      'webhook-id': event.id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatures.join(' '),
    },
  }
}

/** The form of `…/reminder-webhook`: `X-Vectreal-Signature: t=<unix seconds>,v1=<hex>`, HMAC-SHA-256 of `<t>.<body>`. */
export function signReminder(event: EventToSend, secret: string, sentAt: Date): SignedEvent {
  const { id, at, data } = event
  const key = (data.apiKey ?? data.signingKey) as Record<string, unknown>
  const body = JSON.stringify({
    id,
    type: 'api_key.expiring',
    createdAt: at.toISOString(),
    apiKey: {
      id: key.id,
      name: key.name,
      preview: key.preview,
      expiresAt: key.expiresAt,
      projects: key.projects,
      externalId: key.externalId ?? null,
    },
  })
  const seconds = unixSeconds(sentAt)
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return {
    body,
    headers: { 'X-Vectreal-Delivery': id, 'X-Vectreal-Signature': `t=${seconds},v1=${signature}` },
  }
}

const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000)
