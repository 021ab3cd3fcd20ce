import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { post } from './client'
import { listAll } from './list-all'
import type { ServiceToken } from './types'

export const serviceTokensQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['service-tokens', organizationId],
    queryFn: ({ signal }) => listAll<ServiceToken>(apiUrl.serviceTokens(organizationId), signal),
  })

export const createServiceToken = (
  organizationId: string,
  token: { name: string; expiresInDays: number },
  idempotencyKey: string,
) => post<ServiceToken & { token?: string }>(apiUrl.serviceTokens(organizationId), token, idempotencyKey)

export const revokeServiceToken = (organizationId: string, tokenId: string) =>
  post<unknown>(`${apiUrl.serviceTokens(organizationId)}/${encodeURIComponent(tokenId)}/revoke`)
