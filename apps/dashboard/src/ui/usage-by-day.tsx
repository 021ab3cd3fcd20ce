/** Loads and refusals of the last days as a chart, whose code comes when there is something to draw. */
import type { UseQueryResult } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { lastDays, type UsageBucket } from '../api/usage'
import { QueryView } from './query-view'
import { Loading } from './states'

const UsageChart = lazy(() => import('./usage-chart'))

export function UsageByDay({ query, days }: { query: UseQueryResult<UsageBucket[]>; days: number }) {
  return (
    <QueryView query={query} loading={<Loading rows={3} />}>
      {(buckets) => (
        <div className="card p-5">
          <Suspense fallback={<Loading rows={3} />}>
            <UsageChart buckets={buckets} days={lastDays(days)} />
          </Suspense>
        </div>
      )}
    </QueryView>
  )
}
