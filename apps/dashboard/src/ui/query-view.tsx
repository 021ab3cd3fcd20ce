/** Shows a query's three outcomes the same way on every page. */
import type { ReactNode } from 'react'
import { FailedState, Loading } from './states'

interface QueryViewProps<T> {
  readonly query: {
    readonly data: T | undefined
    readonly isError: boolean
    readonly error: Error | null
    readonly refetch: () => unknown
  }
  readonly children: (data: T) => ReactNode
  readonly loading?: ReactNode
  /** Stands around what is shown while there is no data: a page that takes its heading from the data has none yet. */
  readonly frame?: (state: ReactNode) => ReactNode
}

/** Rows that are there stay when a refresh fails: the offline banner says that they may be old. */
export function QueryView<T>({
  query,
  children,
  loading = <Loading />,
  frame = (state) => state,
}: QueryViewProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return frame(<FailedState error={query.error} onRetry={() => query.refetch()} />)
  return frame(loading)
}
