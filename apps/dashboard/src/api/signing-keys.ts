import { queryOptions } from '@tanstack/react-query'
import type { CallOf, ResultOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { pagesQuery, TABLE_PAGE } from './pages'
import { lastDays } from './usage'

/** Of every query about them: what a change makes stale. */
export const signingKeysKey = (org: string) => ['signing-keys', org] as const

const KEYS = '/api/organizations/{org}/signing-keys'
const KEY = `${KEYS}/{key}` as const

/** Newest first. */
export const signingKeyPages = (org: string, q: string | undefined) =>
  pagesQuery([...signingKeysKey(org), 'pages', q], ({ cursor, signal }) =>
    api.call(`GET ${KEYS}`, { params: { org }, query: { q, cursor, limit: TABLE_PAGE }, signal }),
  )

export const signingKeyQuery = (org: string, key: string) =>
  queryOptions({
    queryKey: [...signingKeysKey(org), key],
    queryFn: ({ signal }) => api.call(`GET ${KEY}`, { params: { org, key }, signal }),
  })

export type NewSigningKey = CallOf<`POST ${typeof KEYS}`>['body']

/** A signing key and, this once, its private half. */
export type IssuedSigningKey = ResultOf<`POST ${typeof KEYS}`>

export const createSigningKey = (org: string, body: NewSigningKey): Promise<IssuedSigningKey> =>
  api.call(`POST ${KEYS}`, { params: { org }, body })

export const revokeSigningKey = (org: string, key: string) =>
  api.call(`POST ${KEY}/revoke`, { params: { org, key } })

/** Loads and refusals of one visitor, as the site's tokens name them. */
export type VisitorBucket = ResultOf<`GET ${typeof KEY}/usage`>['items'][number]

/** The busiest visitors of the last days. */
export const visitorsQuery = (org: string, key: string, days: number) =>
  queryOptions({
    queryKey: ['visitors', org, key, days],
    queryFn: async ({ signal }) => {
      const [from] = lastDays(days)
      const query = { by: 'sub', from, limit: 200 } as const
      return (await api.call(`GET ${KEY}/usage`, { params: { org, key }, query, signal })).items
    },
  })
