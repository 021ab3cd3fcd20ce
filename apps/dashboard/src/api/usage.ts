import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, withQuery } from './client'

/** One bucket: a day, or an origin with the kind of client that asked. */
export interface UsageBucket {
  readonly day?: string
  readonly origin?: string
  readonly client?: 'browser' | 'other'
  readonly loads: number
  readonly refusals: number
  readonly lastSeenAt: string | null
}

const DAY_MS = 86_400_000

/** The days from `days - 1` days ago to today, in UTC, as the server counts them. */
export function lastDays(days: number, now = Date.now()): string[] {
  return Array.from({ length: days }, (_, index) =>
    new Date(now - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  )
}

interface UsageAsked {
  readonly organizationId: string
  /** Absent: the whole organization. */
  readonly keyId?: string | undefined
  readonly projectId?: string | undefined
  readonly by: 'day' | 'origin'
  readonly days: number
}

export const usageQuery = ({ organizationId, keyId, projectId, by, days }: UsageAsked) =>
  queryOptions({
    queryKey: ['usage', organizationId, keyId ?? null, projectId ?? null, by, days],
    queryFn: async ({ signal }) => {
      const [from] = lastDays(days)
      const path =
        keyId === undefined ? apiUrl.usage(organizationId) : `${apiUrl.apiKey(organizationId, keyId)}/usage`
      const answer = await get<{ items: UsageBucket[] }>(withQuery(path, { by, from, projectId }), signal)
      return answer.items
    },
    refetchInterval: 15_000,
  })
