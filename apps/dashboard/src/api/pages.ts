/** Long lists: a page of the server at a time. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** Which page of a list. */
export interface PageAsked {
  readonly cursor: string | undefined
  readonly signal: AbortSignal
}

type Cursor = string | null

/** For `useInfiniteQuery` and its like. */
export interface PagesQuery<Item> {
  readonly queryKey: readonly unknown[]
  readonly queryFn: (asked: {
    readonly pageParam: Cursor
    readonly signal: AbortSignal
  }) => Promise<Page<Item>>
  readonly initialPageParam: Cursor
  readonly getNextPageParam: (page: Page<Item>) => Cursor
  readonly refetchInterval?:
    | number
    | ((query: { readonly state: { readonly data?: Pages<Item> | undefined } }) => number | false)
}

interface Pages<Item> {
  readonly pages: readonly Page<Item>[]
}

export const pagesQuery = <Item>(
  queryKey: readonly unknown[],
  read: (asked: PageAsked) => Promise<Page<Item>>,
): PagesQuery<Item> => ({
  queryKey,
  queryFn: ({ pageParam, signal }) => read({ cursor: pageParam ?? undefined, signal }),
  initialPageParam: null,
  getNextPageParam: ({ nextCursor }) => nextCursor,
})

/** The longest page that the server sends: a list that fits into one is searched and sorted in the browser. */
export const TABLE_PAGE = 200
/** Of cards, which are all shown. */
export const CARDS_PAGE = 48
