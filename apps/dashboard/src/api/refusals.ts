import { queryOptions } from '@tanstack/react-query'
import type { ItemOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { type Page, type PageAsked, type PagesQuery, pagesQuery, TABLE_PAGE } from './pages'

const REFUSALS = 'GET /api/organizations/{org}/refusals'
const REPORTS = 'GET /api/organizations/{org}/embed-reports'
/** A blocked page should appear while someone is looking. */
const REFRESH_MS = 3_000
/** Stands for the cursor of a list that has been read to its end. */
const END = 'end'
const REPORTED = 'client'
const NOTHING: Page<never> = { items: [], nextCursor: null }

type Refused = ItemOf<typeof REFUSALS>
type Reported = ItemOf<typeof REPORTS>

/** Embed requests of one kind that failed, counted together: refused by the server, or reported by visitors' browsers. */
export type Refusal =
  | Readonly<Refused>
  | (Readonly<Reported> & {
      readonly layer: null
      readonly client: 'browser'
      readonly suggestedPattern?: null
    })

interface Asked extends PageAsked {
  readonly org: string
  readonly q: string | undefined
}

/**
 * The latest first. `layers` as the API takes them, such as `key,format`; `client`: what browsers reported; undefined: all
 * of it.
 */
export const refusalPages = (
  org: string,
  layers: string | undefined,
  q: string | undefined,
): PagesQuery<Refusal> => ({
  ...pagesQuery<Refusal>(['refusals', org, 'pages', layers, q], async ({ cursor, signal }) => {
    // A page of both lists is a page of each, and its cursor holds both.
    const [refusedAfter, reportedAfter] = cursor === undefined ? [] : cursor.split(' ')
    const asked = { org, q, signal }
    const [refused, reported] = await Promise.all([
      layers === REPORTED ? NOTHING : readRefused({ ...asked, cursor: refusedAfter }, layers),
      layers === undefined || layers === REPORTED
        ? readReported({ ...asked, cursor: reportedAfter })
        : NOTHING,
    ])
    return {
      items: [...refused.items, ...reported.items].toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1)),
      nextCursor:
        refused.nextCursor === null && reported.nextCursor === null
          ? null
          : `${refused.nextCursor ?? END} ${reported.nextCursor ?? END}`,
    }
  }),
  refetchInterval: REFRESH_MS,
})

/** What the server refused last. */
export const newestRefusalsQuery = (org: string) =>
  queryOptions({
    queryKey: ['refusals', org, 'newest'],
    queryFn: async ({ signal }) =>
      (await readRefused({ org, q: undefined, cursor: undefined, signal }, undefined)).items,
    refetchInterval: REFRESH_MS,
  })

async function readRefused(
  { org, q, cursor, signal }: Asked,
  layer: string | undefined,
): Promise<Page<Refused>> {
  if (cursor === END) return NOTHING
  const query = { q, cursor, layer, limit: TABLE_PAGE }
  return api.call(REFUSALS, { params: { org }, query, signal })
}

/** What failed in a visitor's browser stands beside what the server refused; it has no layer of ours. */
async function readReported({ org, q, cursor, signal }: Asked): Promise<Page<Refusal>> {
  if (cursor === END) return NOTHING
  const query = { q, cursor, limit: TABLE_PAGE }
  const { items, nextCursor } = await api.call(REPORTS, { params: { org }, query, signal })
  return { items: items.map((report) => ({ ...report, layer: null, client: 'browser' })), nextCursor }
}

/** Origins that the allowlist of one project refused lately. */
export const refusedOriginsQuery = (org: string, projectId: string) =>
  queryOptions({
    queryKey: ['refusals', org, 'origins', projectId],
    queryFn: async ({ signal }) => {
      const query = { projectId, code: 'domain_not_allowed', limit: TABLE_PAGE }
      return (await api.call(REFUSALS, { params: { org }, query, signal })).items
    },
    refetchInterval: REFRESH_MS,
  })
