import { queryOptions } from '@tanstack/react-query'
import type { ItemOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { CARDS_PAGE, pagesQuery } from './pages'

export type Finding = Readonly<ItemOf<'GET /api/organizations/{org}/hygiene'>>

const HYGIENE = 'GET /api/organizations/{org}/hygiene'

/** The most pressing first. */
export const findingPages = (org: string, q: string | undefined) =>
  pagesQuery(['hygiene', org, 'pages', q], ({ cursor, signal }) =>
    api.call(HYGIENE, { params: { org }, query: { q, cursor, limit: CARDS_PAGE }, signal }),
  )

/** How many there are of each severity. */
export const findingCountsQuery = (org: string) =>
  queryOptions({
    queryKey: ['hygiene', org, 'counts'],
    queryFn: async ({ signal }) =>
      (await api.call(HYGIENE, { params: { org }, query: { limit: 1 }, signal })).counts,
  })
