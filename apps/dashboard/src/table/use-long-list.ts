/**
 * A list of any length. One that has come whole is searched where it is shown; of a longer one the server sends a page at a
 * time, and searches it.
 */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { PagesQuery } from '../api/pages'
import { useSettled } from '../ui/use-settled'

export interface LongList<Item> {
  /** What has come so far. Undefined: nothing yet. */
  readonly data: readonly Item[] | undefined
  readonly isError: boolean
  readonly error: Error | null
  readonly refetch: () => unknown
  readonly search: string
  readonly setSearch: (text: string) => void
  /** Whether the server searches: then `data` is what it has found. */
  readonly isSearchedByServer: boolean
  /** Reads the next page. Null: `data` is all there is. */
  readonly readMore: (() => Promise<unknown>) | null
  readonly isReadingMore: boolean
}

export function useLongList<Item>(listOf: (q: string | undefined) => PagesQuery<Item>): LongList<Item> {
  const [search, setSearch] = useState('')
  const q = useSettled(search.trim())
  const whole = useInfiniteQuery({ ...listOf(undefined), placeholderData: keepPreviousData })
  const isLong = whole.hasNextPage
  const isSearched = isLong && q !== ''
  const found = useInfiniteQuery({
    ...listOf(q === '' ? undefined : q),
    enabled: isSearched,
    placeholderData: keepPreviousData,
  })
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = isSearched
    ? found
    : whole
  return {
    data: useMemo(() => data?.pages.flatMap(({ items }) => items), [data]),
    isError,
    error,
    refetch,
    search,
    setSearch,
    isSearchedByServer: isLong,
    readMore: hasNextPage ? fetchNextPage : null,
    isReadingMore: isFetchingNextPage,
  }
}
