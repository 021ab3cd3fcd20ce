/** The columns of tables of use: who, how often, and when last. */
import { createColumnHelper } from '@tanstack/react-table'
import { Time } from '../../ui/time'
import type { MergedUsage } from './merge-usage'

interface NameColumn<Row> {
  readonly id: string & keyof Row
  readonly header: string
  /** As people read the name. */
  readonly labelOf: (name: string) => string
}

const count = (value: number) => <span className="tabular-nums">{value.toLocaleString()}</span>

export function usageColumns<Row extends MergedUsage>({ id, header, labelOf }: NameColumn<Row>) {
  const column = createColumnHelper<Row>()
  return [
    column.accessor((row) => String(row[id]), {
      id,
      header,
      cell: ({ getValue, row: { original } }) => (
        <div className="min-w-0">
          <p className="origin-text font-medium">{labelOf(getValue())}</p>
          {original.clients.every((client) => client === 'other') && (
            <p className="text-xs text-muted">only from programs, not browsers</p>
          )}
        </div>
      ),
    }),
    column.accessor(({ loads }) => loads, {
      id: 'loads',
      header: 'Loads',
      cell: ({ getValue }) => count(getValue()),
    }),
    column.accessor(({ refusals }) => refusals, {
      id: 'refusals',
      header: 'Refused',
      cell: ({ getValue }) => count(getValue()),
    }),
    column.accessor(({ lastSeenAt }) => lastSeenAt ?? '', {
      id: 'lastSeenAt',
      header: 'Last seen',
      cell: ({ row: { original } }) =>
        original.lastSeenAt !== null && <Time at={original.lastSeenAt} show="relative" />,
    }),
  ]
}
