/** Reminders of keys that end: feed and webhook. */
import { listOf, listQuerySchema } from '../schemas/list.js'
import { reminderSchema, reminderWebhookSchema, setReminderWebhookSchema } from '../schemas/reminders.js'
import { calendarFeedSchema, createdCalendarFeedSchema } from '../schemas/calendar-feed.js'
import { operation } from './operation.js'

const path = '/api/organizations/{org}/reminder-webhook'

const tag = 'Reminders'

export const listReminders = operation({
  id: 'listReminders',
  method: 'get',
  path: '/api/organizations/{org}/reminders',
  tag: 'Reminders',
  summary: 'List reminders',
  description: 'Newest first. A job may read them here instead of taking deliveries.',
  permission: 'reminder:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of reminders', schema: listOf(reminderSchema) },
})

export const readCalendarFeed = operation({
  id: 'readCalendarFeed',
  method: 'get',
  path: '/api/organizations/{org}/calendar-feed',
  tag: 'Reminders',
  summary: 'Read about the calendar feed',
  description: 'Its address is not among it: only a hash is kept.',
  permission: 'reminder:read',
  success: { status: 200, description: 'The feed', schema: calendarFeedSchema },
})

export const readReminderWebhook = operation({
  id: 'readReminderWebhook',
  method: 'get',
  path,
  tag,
  summary: 'Read the webhook of reminders',
  permission: 'reminder:read',
  success: { status: 200, description: 'The webhook', schema: reminderWebhookSchema },
})

export const setReminderWebhook = operation({
  id: 'setReminderWebhook',
  method: 'put',
  path,
  tag,
  summary: 'Set the webhook of reminders',
  description:
    'Once for each key, 14 days before it expires, a POST goes there with `{ id, type: "api_key.expiring", createdAt, apiKey }`: ' +
    'name, projects and preview of the key, never its token. `X-Vectreal-Signature: t=…,v1=…` is the HMAC-SHA-256 of ' +
    '`<t>.<body>` under the secret that is returned here. A delivery without a 2xx response is tried again for three days. A key ' +
    'that was rotated already is not reminded of. New receivers are better served by a webhook (`POST …/webhooks`), ' +
    'which speaks Standard Webhooks.',
  permission: 'reminder:write',
  confirm: true,
  body: setReminderWebhookSchema,
  success: { status: 200, description: 'The webhook and its secret', schema: reminderWebhookSchema },
})

export const deleteReminderWebhook = operation({
  id: 'deleteReminderWebhook',
  method: 'delete',
  path,
  tag,
  summary: 'Remove the webhook of reminders',
  permission: 'reminder:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Removed' },
})

export const removeCalendarFeed = operation({
  id: 'removeCalendarFeed',
  method: 'delete',
  path: '/api/organizations/{org}/calendar-feed',
  tag: 'Reminders',
  summary: 'Remove the calendar feed',
  permission: 'reminder:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Removed' },
})

export const replaceCalendarFeed = operation({
  id: 'replaceCalendarFeed',
  method: 'put',
  path: '/api/organizations/{org}/calendar-feed',
  tag: 'Reminders',
  summary: 'Make the calendar feed, or replace its address',
  description:
    'Returns an address to subscribe to from any calendar: an alarm 14 days before each key expires, with its name, projects and preview, never its token. An address given out before stops working at once.',
  permission: 'reminder:write',
  confirm: true,
  success: { status: 200, description: 'The feed and its address', schema: createdCalendarFeedSchema },
})
