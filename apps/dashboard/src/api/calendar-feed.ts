import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, remove, request } from './client'
import { ApiError } from './problem'
import type { CalendarFeed, CreatedCalendarFeed } from './types'

/** Null: there is none. */
export const calendarFeedQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['calendar-feed', organizationId],
    queryFn: async ({ signal }) => {
      try {
        return await get<CalendarFeed>(apiUrl.calendarFeed(organizationId), signal)
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
  })

/** Makes the feed, or gives it another address; the one before stops working at once. */
export const replaceCalendarFeed = (organizationId: string) =>
  request<CreatedCalendarFeed>(apiUrl.calendarFeed(organizationId), { method: 'PUT', body: {} })

export const removeCalendarFeed = (organizationId: string) =>
  remove<unknown>(apiUrl.calendarFeed(organizationId))
