import { api } from './client'
import { CARDS_PAGE, pagesQuery } from './pages'

/** Newest first. */
export const leakPages = (org: string) =>
  pagesQuery(['leaks', org], ({ cursor, signal }) =>
    api.call('GET /api/organizations/{org}/leaks', {
      params: { org },
      query: { cursor, limit: CARDS_PAGE },
      signal,
    }),
  )
