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

/** The same kind of failure in visitors' browsers, as the embeds report it. */
type Failure = Omit<Refusal, 'layer' | 'client'>

export const refusalsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['refusals', organizationId],
    queryFn: async ({ signal }) => {
      const [refused, failed] = await Promise.all([
        listAll<Refusal>(apiUrl.refusals(organizationId), signal),
        listAll<Failure>(apiUrl.embedReports(organizationId), signal),
      ])
      // What failed in a visitor's browser stands beside what the server refused; it has no layer of ours.
      return [
        ...refused,
        ...failed.map((failure) => ({ ...failure, layer: null, client: 'browser' as const })),
      ]
    },
    // A blocked page should appear here while someone is looking.
    refetchInterval: 3_000,
  })
