import { useMemo } from 'react'
import type { UsageBucket } from '../../api/usage'
import { DataTable } from '../../table/data-table'
import { mergeOrigins, type OriginUsage } from './merge-usage'
import { usageColumns } from './usage-columns'
import { originLabel } from './usage-summary'

const COLUMNS = usageColumns<OriginUsage>({ id: 'origin', header: 'Origin', labelOf: originLabel })

export function OriginTable({ buckets }: { buckets: readonly UsageBucket[] }) {
  const rows = useMemo(() => mergeOrigins(buckets), [buckets])
  if (rows.length === 0) {
    return (
      <p className="card px-5 py-8 text-center text-sm text-muted">
        No requests with this key in this period.
      </p>
    )
  }
  return (
    <DataTable
      label="Usage by origin"
      columns={COLUMNS}
      rows={rows}
      rowId={({ origin }) => origin}
      initialSort={[{ id: 'loads', desc: true }]}
      {...(rows.length > 10 ? { search: 'Search origins' } : {})}
    />
  )
}
