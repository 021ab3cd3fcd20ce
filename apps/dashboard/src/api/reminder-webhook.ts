import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import { orNull } from './problem'

/** Of every query about them: what a change makes stale. */
export const reminderWebhookKey = (org: string) => ['reminder-webhook', org] as const

const WEBHOOK = '/api/organizations/{org}/reminder-webhook'

/** Null: none is set. */
export const reminderWebhookQuery = (org: string) =>
  queryOptions({
    queryKey: reminderWebhookKey(org),
    queryFn: ({ signal }) => orNull(api.call(`GET ${WEBHOOK}`, { params: { org }, signal })),
  })

export const setReminderWebhook = (org: string, url: string) =>
  api.call(`PUT ${WEBHOOK}`, { params: { org }, body: { url } })

export const removeReminderWebhook = (org: string) => api.call(`DELETE ${WEBHOOK}`, { params: { org } })
