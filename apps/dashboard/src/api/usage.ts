import { queryOptions } from '@tanstack/react-query'
import type { ResultOf } from '@vectreal/scene-api/client'
import { api } from './client'

/** One bucket: a day, or an origin with the kind of client that asked. */
export type UsageBucket = ResultOf<'GET /api/organizations/{org}/usage'>['items'][number]

const DAY_MS = 86_400_000
const USAGE_OF = {
  api_key: 'GET /api/organizations/{org}/api-keys/{key}/usage',
  signing_key: 'GET /api/organizations/{org}/signing-keys/{key}/usage',
} as const

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
  /** What `keyId` names. Default `api_key`. */
  readonly kind?: 'api_key' | 'signing_key' | undefined
  readonly projectId?: string | undefined
  readonly by: 'day' | 'origin'
  readonly days: number
}

export const usageQuery = ({ organizationId, keyId, kind = 'api_key', projectId, by, days }: UsageAsked) =>
  queryOptions({
    queryKey: ['usage', organizationId, keyId ?? null, projectId ?? null, by, days],
    queryFn: async ({ signal }) => {
      const [from] = lastDays(days)
      const params = { org: organizationId }
      const query = { by, from, projectId }
      const { items } = await (keyId === undefined
        ? api.call('GET /api/organizations/{org}/usage', { params, query, signal })
        : api.call(USAGE_OF[kind], {
            params: { ...params, key: keyId },
            query,
            signal,
          }))
      return items
    },
    refetchInterval: 15_000,
  })
