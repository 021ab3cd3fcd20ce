import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, remove, request } from './client'
import { ApiError } from './problem'

export interface ReminderWebhook {
  readonly url: string
  readonly createdAt: string
  /** Only in the answer that sets it. */
  readonly secret?: string
}

/** Null: none is set. */
export const reminderWebhookQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['reminder-webhook', organizationId],
    queryFn: async ({ signal }) => {
      try {
        return await get<ReminderWebhook>(apiUrl.reminderWebhook(organizationId), signal)
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
  })

export const setReminderWebhook = (organizationId: string, url: string) =>
  request<ReminderWebhook>(apiUrl.reminderWebhook(organizationId), { method: 'PUT', body: { url } })

export const removeReminderWebhook = (organizationId: string) =>
  remove<unknown>(apiUrl.reminderWebhook(organizationId))
