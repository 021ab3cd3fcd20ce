import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, patch, post } from './client'
import { listAll } from './list-all'
import type { ApiKey } from './types'

export const apiKeysQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['api-keys', organizationId],
    queryFn: ({ signal }) => listAll<ApiKey>(apiUrl.apiKeys(organizationId), signal),
  })

export const apiKeyQuery = (organizationId: string, keyId: string) =>
  queryOptions({
    queryKey: ['api-keys', organizationId, keyId],
    queryFn: ({ signal }) => get<ApiKey>(apiUrl.apiKey(organizationId, keyId), signal),
  })

export interface NewApiKey {
  readonly name: string
  readonly description?: string
  readonly projectIds: readonly string[]
  readonly expiresInDays: 30 | 60 | 90 | null
}

/** A key and, this once, its token. */
export interface IssuedKey {
  readonly apiKey: ApiKey
  readonly token: string
}

export const createApiKey = (organizationId: string, key: NewApiKey, idempotencyKey: string) =>
  post<IssuedKey>(apiUrl.apiKeys(organizationId), key, idempotencyKey)

export const changeApiKey = (
  organizationId: string,
  keyId: string,
  change: { name?: string; description?: string },
) => patch<ApiKey>(apiUrl.apiKey(organizationId, keyId), change)

export const rotateApiKey = (
  organizationId: string,
  keyId: string,
  options: { overlapHours: number; expiresInDays?: 30 | 60 | 90 | null },
  idempotencyKey: string,
) => post<IssuedKey>(`${apiUrl.apiKey(organizationId, keyId)}/rotate`, options, idempotencyKey)

export const moveOverlapEnd = (organizationId: string, keyId: string, revokesAt: Date) =>
  post<unknown>(`${apiUrl.apiKey(organizationId, keyId)}/overlap`, { revokesAt: revokesAt.toISOString() })

export const revokeApiKey = (organizationId: string, keyId: string) =>
  post<{ apiKey: ApiKey }>(`${apiUrl.apiKey(organizationId, keyId)}/revoke`)
