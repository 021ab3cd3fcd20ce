import { queryOptions } from '@tanstack/react-query'
import { api } from './client'

const LOGIN = '/api/organizations/{org}/device-logins/{code}'

export const deviceLoginQuery = (org: string, code: string) =>
  queryOptions({
    queryKey: ['device-login', org, code],
    queryFn: ({ signal }) => api.call(`GET ${LOGIN}`, { params: { org, code }, signal }),
    // Whether it still waits is asked when somebody decides.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export const decideDeviceLogin = (org: string, code: string, isAllowed: boolean) =>
  isAllowed
    ? api.call(`POST ${LOGIN}/approve`, { params: { org, code } })
    : api.call(`POST ${LOGIN}/deny`, { params: { org, code } })
