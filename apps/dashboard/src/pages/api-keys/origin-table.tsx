import { createColumnHelper } from '@tanstack/react-table'
import { useMemo } from 'react'
import type { UsageBucket } from '../../api/usage'
import { DataTable } from '../../table/data-table'
import { Time } from '../../ui/time'
import { mergeOrigins, type OriginUsage, originLabel } from './usage-summary'

const column = createColumnHelper<OriginUsage>()
const count = (value: number) => <span className="tabular-nums">{value.toLocaleString()}</span>

const COLUMNS = [
  column.accessor('origin', {
    header: 'Origin',
    cell: ({ row: { original } }) => (
      <div className="min-w-0">
        <p className="user-text font-medium">{originLabel(original.origin)}</p>
        {original.clients.every((client) => client === 'other') && (
          <p className="text-xs text-muted">only from programs, no browser</p>
        )}
      </div>
    ),
  }),
  column.accessor('loads', { header: 'Loads', cell: ({ getValue }) => count(getValue()) }),
  column.accessor('refusals', { header: 'Refused', cell: ({ getValue }) => count(getValue()) }),
  column.accessor(({ lastSeenAt }) => lastSeenAt ?? '', {
    id: 'lastSeenAt',
    header: 'Last seen',
    cell: ({ row: { original } }) =>
      original.lastSeenAt !== null && <Time at={original.lastSeenAt} show="relative" />,
  }),
]

export function OriginTable({ buckets }: { buckets: readonly UsageBucket[] }) {
  const rows = useMemo(() => mergeOrigins(buckets), [buckets])
  if (rows.length === 0) {
    return (
      <p className="card px-5 py-8 text-center text-sm text-muted">No request with this key in these days.</p>
    )
  }
  return (
    <DataTable
      label="Use by origin"
      columns={COLUMNS}
      rows={rows}
      rowId={({ origin }) => origin}
      initialSort={[{ id: 'loads', desc: true }]}
      {...(rows.length > 10 ? { search: 'Search origins' } : {})}
    />
  )
}
