import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import { orNull } from './problem'

/** Of every query about them: what a change makes stale. */
export const calendarFeedKey = (org: string) => ['calendar-feed', org] as const

const FEED = '/api/organizations/{org}/calendar-feed'

/** Null: there is none. */
export const calendarFeedQuery = (org: string) =>
  queryOptions({
    queryKey: calendarFeedKey(org),
    queryFn: ({ signal }) => orNull(api.call(`GET ${FEED}`, { params: { org }, signal })),
  })

/** Makes the feed, or gives it another address; the one before stops working at once. */
export const replaceCalendarFeed = (org: string) => api.call(`PUT ${FEED}`, { params: { org } })

export const removeCalendarFeed = (org: string) => api.call(`DELETE ${FEED}`, { params: { org } })
