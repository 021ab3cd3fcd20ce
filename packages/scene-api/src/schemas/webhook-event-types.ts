/** The kinds of events that a webhook can ask for. */
export const WEBHOOK_EVENT_TYPES = [
  'api_key.created',
  'api_key.expiring',
  'api_key.rotated',
  'api_key.overlap_ending',
  'api_key.revoked',
  'api_key.expired',
  'api_key.unused',
  'signing_key.created',
  'signing_key.expiring',
  'signing_key.revoked',
  'signing_key.expired',
  'signing_key.unused',
  'allowlist.changed',
  'origin.refused_first',
  'scene.published',
  'scene.unpublished',
  'scene.model_uploaded',
  'scene.model_failed',
  'scene.optimized',
  'member.added',
  'member.removed',
  'member.role_changed',
  'audit.head',
  'quota.near',
  'credential.leaked',
] as const
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number]

/** What `POST …/test` sends; no webhook asks for it. */
export const TEST_EVENT_TYPE = 'webhook.test'
