/** The busiest visitors, as the site's tokens name them. */
import { useMemo } from 'react'
import type { VisitorBucket } from '../../api/signing-keys'
import { DataTable } from '../../table/data-table'
import { type MergedUsage, mergeClients } from '../api-keys/merge-usage'
import { usageColumns } from '../api-keys/usage-columns'

interface Visitor extends MergedUsage {
  readonly name: string
}

const COLUMNS = usageColumns<Visitor>({
  id: 'name',
  header: 'Visitor (sub)',
  labelOf: (name) => (name === '(other)' ? 'Other visitors' : name),
})

export function VisitorTable({ buckets }: { buckets: readonly VisitorBucket[] }) {
  const rows = useMemo(() => mergeVisitors(buckets), [buckets])
  if (rows.length === 0) {
    return (
      <p className="card px-5 py-8 text-center text-sm text-muted">
        No token named a visitor in these days. Sign with a subject (<code>sub</code>) to see them here.
      </p>
    )
  }
  return (
    <DataTable
      label="Visitors"
      columns={COLUMNS}
      rows={rows}
      rowId={({ name }) => name}
      initialSort={[{ id: 'loads', desc: true }]}
    />
  )
}

const mergeVisitors = (buckets: readonly VisitorBucket[]): Visitor[] =>
  Array.from(
    mergeClients(buckets, ({ sub = '' }) => sub),
    ([name, usage]) => ({ name, ...usage }),
  )
