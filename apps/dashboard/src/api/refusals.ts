import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { listAll } from './list-all'

/** Refused embed requests of one kind, counted together. */
export interface Refusal {
  readonly projectId: string | null
  readonly projectName?: string | null
  readonly keyId?: string | null
  readonly sceneId?: string | null
  readonly origin: string | null
  readonly code: string
  readonly layer: string | null
  readonly client?: 'browser' | 'other'
  readonly count: number
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly suggestedPattern?: string | null
}

export const refusalsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['refusals', organizationId],
    queryFn: ({ signal }) => listAll<Refusal>(apiUrl.refusals(organizationId), signal),
    // A blocked page should appear here while someone is looking.
    refetchInterval: 3_000,
  })
