/** Webhooks: events that an organization is told of. */
import { listOf, listQuerySchema } from '../schemas/list.js'
import {
  createdWebhookSchema,
  createWebhookSchema,
  MAX_WEBHOOKS,
  updateWebhookSchema,
  webhookDeliveryQuerySchema,
  webhookDeliverySchema,
  webhookSchema,
} from '../schemas/webhooks.js'
import { operation } from './operation.js'

export const listWebhooks = operation({
  id: 'listWebhooks',
  method: 'get',
  path: '/api/organizations/{org}/webhooks',
  tag: 'Webhooks',
  summary: 'List webhooks',
  description: 'Newest first. Secrets are never among it.',
  permission: 'webhook:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of webhooks', schema: listOf(webhookSchema) },
})

export const createWebhook = operation({
  id: 'createWebhook',
  method: 'post',
  path: '/api/organizations/{org}/webhooks',
  tag: 'Webhooks',
  summary: 'Create a webhook',
  description:
    'From now on each event of the given types is sent there as a POST of `{ type, timestamp, data }`, signed with the ' +
    'headers of Standard Webhooks under the secret that this response carries. An organization has at most ' +
    `${MAX_WEBHOOKS} webhooks.`,
  permission: 'webhook:write',
  confirm: true,
  body: createWebhookSchema,
  success: { status: 201, description: 'The webhook and its secret', schema: createdWebhookSchema },
  errors: ['quota_exceeded'],
})

export const readWebhook = operation({
  id: 'readWebhook',
  method: 'get',
  path: '/api/organizations/{org}/webhooks/{webhook}',
  tag: 'Webhooks',
  summary: 'Read a webhook',
  permission: 'webhook:read',
  success: { status: 200, description: 'The webhook', schema: webhookSchema },
})

export const updateWebhook = operation({
  id: 'updateWebhook',
  method: 'patch',
  path: '/api/organizations/{org}/webhooks/{webhook}',
  tag: 'Webhooks',
  summary: 'Change a webhook',
  description:
    'Absent fields stay as they are; so does the address where `url` is what reading the webhook showed. `enabled: false` ' +
    'switches it off: what is pending is not sent any more. 409 `conflict`: the types of a webhook of the format ' +
    '`reminder` cannot change.',
  permission: 'webhook:write',
  confirm: 'Where more than the description changes.',
  body: updateWebhookSchema,
  success: { status: 200, description: 'The webhook', schema: webhookSchema },
  errors: ['conflict'],
})

export const deleteWebhook = operation({
  id: 'deleteWebhook',
  method: 'delete',
  path: '/api/organizations/{org}/webhooks/{webhook}',
  tag: 'Webhooks',
  summary: 'Delete a webhook',
  description: 'Its deliveries go with it; what is pending is not sent.',
  permission: 'webhook:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Deleted' },
})

export const testWebhook = operation({
  id: 'testWebhook',
  method: 'post',
  path: '/api/organizations/{org}/webhooks/{webhook}/test',
  tag: 'Webhooks',
  summary: 'Send a test event',
  description:
    'Sends an event of the type `webhook.test` once, waits for up to 10 seconds, and returns the delivery with what the ' +
    'endpoint returned. 409 `conflict`: the webhook is turned off.',
  permission: 'webhook:write',
  success: { status: 200, description: 'The delivery', schema: webhookDeliverySchema },
  errors: ['conflict'],
})

export const rotateWebhookSecret = operation({
  id: 'rotateWebhookSecret',
  method: 'post',
  path: '/api/organizations/{org}/webhooks/{webhook}/rotate-secret',
  tag: 'Webhooks',
  summary: 'Replace the secret of a webhook',
  description:
    'For 24 hours deliveries carry two signatures, under the new secret and the one it replaces. 409 `conflict`: a webhook ' +
    'of the format `reminder` gets a new secret through `PUT …/reminder-webhook`.',
  permission: 'webhook:write',
  confirm: true,
  success: { status: 200, description: 'The webhook and its new secret', schema: createdWebhookSchema },
  errors: ['conflict'],
})

export const listWebhookDeliveries = operation({
  id: 'listWebhookDeliveries',
  method: 'get',
  path: '/api/organizations/{org}/webhooks/{webhook}/deliveries',
  tag: 'Webhooks',
  summary: 'List deliveries of a webhook',
  description: 'Newest first, each with the response of the endpoint. They are kept for 30 days.',
  permission: 'webhook:read',
  query: webhookDeliveryQuerySchema,
  success: { status: 200, description: 'A page of deliveries', schema: listOf(webhookDeliverySchema) },
})

export const replayWebhookDelivery = operation({
  id: 'replayWebhookDelivery',
  method: 'post',
  path: '/api/organizations/{org}/webhooks/{webhook}/deliveries/{delivery}/replay',
  alias: '/api/organizations/{org}/deliveries/{delivery}/replay',
  tag: 'Webhooks',
  summary: 'Send a delivery again',
  description:
    'Sends the same event, with the same `webhook-id`, as a new delivery, and waits for up to 10 seconds. 409 `conflict`: ' +
    'the webhook is turned off, or the delivery is still pending.',
  permission: 'webhook:write',
  success: { status: 201, description: 'The new delivery', schema: webhookDeliverySchema },
  errors: ['conflict'],
})
