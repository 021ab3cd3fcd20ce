import { queryOptions } from '@tanstack/react-query'
import type { CallOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { pagesQuery, TABLE_PAGE } from './pages'
import { ApiError } from './problem'
import type { ApiKey } from './types'
import type { NamedQuery } from './use-named'

/** Of every query about them: what a change makes stale. */
export const apiKeysKey = (org: string) => ['api-keys', org] as const

const KEYS = '/api/organizations/{org}/api-keys'
const KEY = `${KEYS}/{key}` as const

/** Those that another list refers to. */
export const namedApiKeys = (org: string): NamedQuery<ApiKey> => ({
  queryKey: apiKeysKey(org),
  read: async (ids, signal) =>
    (await api.call(`GET ${KEYS}`, { params: { org }, query: { ids, limit: TABLE_PAGE }, signal })).items,
})

export type KeyState = NonNullable<NonNullable<CallOf<`GET ${typeof KEYS}`>['query']>['state']>

/** Newest first. Without a state: of every state. */
export const apiKeyPages = (org: string, state: KeyState | undefined, q: string | undefined) =>
  pagesQuery([...apiKeysKey(org), 'pages', state, q], ({ cursor, signal }) =>
    api.call(`GET ${KEYS}`, { params: { org }, query: { q, state, cursor, limit: TABLE_PAGE }, signal }),
  )

export const apiKeyQuery = (org: string, key: string) =>
  queryOptions({
    queryKey: [...apiKeysKey(org), key],
    queryFn: ({ signal }) => api.call(`GET ${KEY}`, { params: { org, key }, signal }),
  })

export type NewApiKey = CallOf<`POST ${typeof KEYS}`>['body']

/** A key and, this once, its token. */
export interface IssuedKey {
  readonly apiKey: ApiKey
  readonly token: string
}

interface IssuedResponse {
  readonly apiKey: ApiKey
  /** Absent where the first response to the same request was ten minutes ago. */
  readonly token?: string | undefined
}

async function issued(response: Promise<IssuedResponse>): Promise<IssuedKey> {
  const { apiKey, token } = await response
  if (token !== undefined) return { apiKey, token }
  throw new ApiError({
    code: 'token_gone',
    status: 409,
    title: 'The key was created, but it can no longer be shown',
    detail: `“${apiKey.name}” is in the list. Revoke it and create another one.`,
    requestId: null,
    errors: [],
    extra: {},
  })
}

export const createApiKey = (org: string, body: NewApiKey, idempotencyKey: string) =>
  issued(api.call(`POST ${KEYS}`, { params: { org }, body, idempotencyKey }))

export const changeApiKey = (org: string, key: string, body: { name?: string; description?: string }) =>
  api.call(`PATCH ${KEY}`, { params: { org, key }, body })

export const rotateApiKey = (
  org: string,
  key: string,
  body: CallOf<`POST ${typeof KEY}/rotate`>['body'],
  idempotencyKey: string,
) => issued(api.call(`POST ${KEY}/rotate`, { params: { org, key }, ...(body && { body }), idempotencyKey }))

export const moveOverlapEnd = (org: string, key: string, revokesAt: Date) =>
  api.call(`POST ${KEY}/overlap`, { params: { org, key }, body: { revokesAt: revokesAt.toISOString() } })

export const revokeApiKey = (org: string, key: string) =>
  api.call(`POST ${KEY}/revoke`, { params: { org, key } })
