import { api } from './client'
import { pagesQuery, TABLE_PAGE } from './pages'

/** Of every query about them: what a change makes stale. */
export const serviceTokensKey = (org: string) => ['service-tokens', org] as const

const TOKENS = '/api/organizations/{org}/service-tokens'

/** Newest first. */
export const serviceTokenPages = (org: string, q: string | undefined) =>
  pagesQuery([...serviceTokensKey(org), 'pages', q], ({ cursor, signal }) =>
    api.call(`GET ${TOKENS}`, { params: { org }, query: { q, cursor, limit: TABLE_PAGE }, signal }),
  )

export const createServiceToken = (
  org: string,
  body: { name: string; expiresInDays: number },
  idempotencyKey: string,
) => api.call(`POST ${TOKENS}`, { params: { org }, body, idempotencyKey })

export const revokeServiceToken = (org: string, token: string) =>
  api.call(`POST ${TOKENS}/{token}/revoke`, { params: { org, token } })
