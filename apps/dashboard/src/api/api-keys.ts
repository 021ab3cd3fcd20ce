import { queryOptions } from '@tanstack/react-query'
import { apiUrl } from '../url'
import { get, patch, post } from './client'
import { ApiError } from './problem'
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

interface IssuedAnswer {
  readonly apiKey: ApiKey
  /** Absent where the first answer to the same request was ten minutes ago. */
  readonly token?: string
}

async function issued(answer: Promise<IssuedAnswer>): Promise<IssuedKey> {
  const { apiKey, token } = await answer
  if (token !== undefined) return { apiKey, token }
  throw new ApiError({
    code: 'token_gone',
    status: 409,
    title: 'The key was made, but its token can no longer be shown',
    detail: `“${apiKey.name}” is in the list. Revoke it and create another one.`,
    requestId: null,
    errors: [],
    extra: {},
  })
}

export const createApiKey = (organizationId: string, key: NewApiKey, idempotencyKey: string) =>
  issued(post<IssuedAnswer>(apiUrl.apiKeys(organizationId), key, idempotencyKey))

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
) => issued(post<IssuedAnswer>(`${apiUrl.apiKey(organizationId, keyId)}/rotate`, options, idempotencyKey))

export const moveOverlapEnd = (organizationId: string, keyId: string, revokesAt: Date) =>
  post<unknown>(`${apiUrl.apiKey(organizationId, keyId)}/overlap`, { revokesAt: revokesAt.toISOString() })

export const revokeApiKey = (organizationId: string, keyId: string) =>
  post<{ apiKey: ApiKey }>(`${apiUrl.apiKey(organizationId, keyId)}/revoke`)
