/** Shows a query's three outcomes the same way on every page. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailedState, Loading } from './states'

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
  readonly loading?: ReactNode
}

/** Rows that are there stay when a refresh fails: the offline banner says that they may be old. */
export function QueryView<T>({ query, children, loading = <Loading /> }: QueryViewProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <FailedState error={query.error} onRetry={() => void query.refetch()} />
  return loading
}
