import { queryOptions } from '@tanstack/react-query'
import { api } from './client'

/** Of every query about them: what a change makes stale. */
export const serviceTokensKey = (org: string) => ['service-tokens', org] as const

const TOKENS = '/api/organizations/{org}/service-tokens'

export const serviceTokensQuery = (org: string) =>
  queryOptions({
    queryKey: serviceTokensKey(org),
    queryFn: ({ signal }) => api.listAll(`GET ${TOKENS}`, { params: { org }, signal }),
  })

export const createServiceToken = (
  org: string,
  body: { name: string; expiresInDays: number },
  idempotencyKey: string,
) => api.call(`POST ${TOKENS}`, { params: { org }, body, idempotencyKey })

export const revokeServiceToken = (org: string, token: string) =>
  api.call(`POST ${TOKENS}/{token}/revoke`, { params: { org, token } })
