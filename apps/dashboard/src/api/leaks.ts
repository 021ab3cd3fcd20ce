import { queryOptions } from '@tanstack/react-query'
import { api } from './client'

const LEAKS = 'GET /api/organizations/{org}/leaks'

export const leaksQuery = (org: string) =>
  queryOptions({
    queryKey: ['leaks', org],
    queryFn: ({ signal }) => api.listAll(LEAKS, { params: { org }, signal }),
  })
