import { queryOptions } from '@tanstack/react-query'
import { api } from './client'

export const quotasKey = ['quotas'] as const

/** What the plan includes and what of it is in use: counted by the server, however much there is. */
export const quotasQuery = (org: string) =>
  queryOptions({
    queryKey: [...quotasKey, org],
    queryFn: ({ signal }) => api.call('GET /api/organizations/{org}/quotas', { params: { org }, signal }),
  })
