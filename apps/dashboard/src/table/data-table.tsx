/** The one table: search, sort, pages; on a narrow screen each row becomes a card of the same cells. */
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getFilteredRowModel,
  getPaginationRowModel,
  getSortedRowModel,
  type PaginationState,
  type Row,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { useMediaQuery } from '../ui/use-media-query'
import { SearchField } from './search-field'
import type { LongList } from './use-long-list'

const FIRST_PAGE: PaginationState = { pageIndex: 0, pageSize: 25 }
const UNSORTED: SortingState = []

interface DataTableProps<T> {
  /** What the rows are, for screen readers: "API keys". */
  readonly label: string
  // oxlint-disable-next-line typescript/no-explicit-any -- each column has its own value type
  readonly columns: readonly ColumnDef<T, any>[]
  readonly rows: readonly T[]
  /** Where the rows come from, if they may be part of a longer list. */
  readonly list?: LongList<unknown>
  readonly rowId: (row: T) => string
  readonly initialSort?: SortingState
  /** Placeholder of the search field; without it there is none. */
  readonly search?: string
  /** Further filters, beside the search field. */
  readonly filters?: ReactNode
  /** What those filters are set to: another choice starts at the first page. */
  readonly filtered?: string
  /** Shown where rows exist but none of them matches. */
  readonly noMatch?: string
}

export function DataTable<T>({
  label,
  columns,
  rows,
  list,
  rowId,
  initialSort = [],
  search,
  filters,
  filtered = '',
  noMatch = 'Nothing matches.',
}: DataTableProps<T>) {
  const [sorting, setSorting] = useState<SortingState>(initialSort)
  const [ownSearch, setOwnSearch] = useState('')
  const text = list?.search ?? ownSearch
  // Part of a list stands in the order of the server, and the server searches all of it.
  const isPart = list !== undefined && list.readMore !== null
  const globalFilter = list?.isSearchedByServer ? '' : text
  const [pagination, setPagination] = useState<PaginationState>(FIRST_PAGE)
  const order = JSON.stringify([text, filtered, sorting])
  const [shownOrder, setShownOrder] = useState(order)
  if (order !== shownOrder) {
    setShownOrder(order)
    setPagination(FIRST_PAGE)
  }
  const narrow = useMediaQuery('(max-width: 767px)')
  const table = useReactTable({
    data: rows as T[],
    columns: columns as ColumnDef<T>[],
    getRowId: rowId,
    state: { sorting: isPart ? UNSORTED : sorting, globalFilter, pagination },
    enableSorting: !isPart,
    onSortingChange: setSorting,
    onPaginationChange: setPagination,
    globalFilterFn: 'includesString',
    getColumnCanGlobalFilter: (column) =>
      column.columnDef.enableGlobalFilter !== false && 'accessorFn' in column,
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getPaginationRowModel: getPaginationRowModel(),
    // Rows that are read again are the same page to whoever looks at them.
    autoResetPageIndex: false,
  })
  const pages = table.getPageCount()
  const { pageIndex } = pagination
  if (pageIndex > 0 && pageIndex >= pages) setPagination({ ...pagination, pageIndex: Math.max(pages - 1, 0) })
  const shown = table.getRowModel().rows
  const showNext = async () => {
    // The page after the last one that is here comes first.
    if (pageIndex >= pages - 1) await list?.readMore?.()
    setPagination({ ...pagination, pageIndex: pageIndex + 1 })
  }

  return (
    <div className="space-y-3">
      {(search !== undefined || filters !== undefined) && (
        <div className="flex flex-wrap items-center gap-2">
          {search !== undefined && (
            <SearchField label={search} value={text} onChange={list?.setSearch ?? setOwnSearch} />
          )}
          {filters}
        </div>
      )}
      {shown.length === 0 ? (
        <p role="status" className="card px-5 py-10 text-center text-sm text-muted">
          {noMatch}
        </p>
      ) : narrow ? (
        <ul aria-label={label} className="space-y-3">
          {shown.map((row) => (
            <RowCard key={row.id} row={row} />
          ))}
        </ul>
      ) : (
        <div className="card relative overflow-x-auto">
          <table aria-label={label} className="w-full border-collapse text-sm">
            <thead>
              {table.getHeaderGroups().map((group) => (
                <tr key={group.id} className="border-b border-line">
                  {group.headers.map((header) => {
                    const sorted = header.column.getIsSorted()
                    const text = flexRender(header.column.columnDef.header, header.getContext())
                    return (
                      <th
                        key={header.id}
                        scope="col"
                        aria-sort={
                          sorted === false ? undefined : sorted === 'asc' ? 'ascending' : 'descending'
                        }
                        className="px-4 py-2.5 text-left text-xs font-medium whitespace-nowrap text-muted first:pl-5 last:pr-5"
                      >
                        {header.column.getCanSort() ? (
                          <button
                            type="button"
                            onClick={header.column.getToggleSortingHandler()}
                            className="-mx-1 inline-flex items-center gap-1 rounded px-1 hover:text-text"
                          >
                            {text}
                            {sorted === 'asc' ? (
                              <ArrowUp aria-hidden size={13} />
                            ) : sorted === 'desc' ? (
                              <ArrowDown aria-hidden size={13} />
                            ) : (
                              <ChevronsUpDown aria-hidden size={13} className="opacity-60" />
                            )}
                          </button>
                        ) : (
                          text
                        )}
                      </th>
                    )
                  })}
                </tr>
              ))}
            </thead>
            <tbody className="divide-y divide-line">
              {shown.map((row) => (
                <tr key={row.id} className="hover:bg-raised/60">
                  {row.getVisibleCells().map((cell) => (
                    <td key={cell.id} className="px-4 py-3 align-top first:pl-5 last:pr-5">
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(pages > 1 || isPart) && (
        <nav
          aria-label={`Pages of ${label}`}
          className="flex items-center justify-end gap-3 text-sm text-muted"
        >
          <span>
            Page {pageIndex + 1} of {Math.max(pages, 1)}
            {isPart && ' or more'}
          </span>
          <Button disabled={!table.getCanPreviousPage()} onClick={() => table.previousPage()}>
            Previous
          </Button>
          <Button
            disabled={!table.getCanNextPage() && !isPart}
            busy={list?.isReadingMore ?? false}
            onClick={() => void showNext()}
          >
            Next
          </Button>
        </nav>
      )}
    </div>
  )
}

function RowCard<T>({ row }: { row: Row<T> }) {
  const [first, ...rest] = row.getVisibleCells()
  return (
    <li className="card p-4 text-sm">
      {first && (
        <div className="mb-3 min-w-0">{flexRender(first.column.columnDef.cell, first.getContext())}</div>
      )}
      <dl className="space-y-2">
        {rest.map((cell) => {
          const { header } = cell.column.columnDef
          const content = flexRender(cell.column.columnDef.cell, cell.getContext())
          const name = typeof header === 'string' ? header : ''
          return (
            <div key={cell.id} className="flex items-start justify-between gap-4">
              <dt
                className={
                  name === '' || cell.column.id === 'actions' ? 'sr-only' : 'shrink-0 text-xs text-muted'
                }
              >
                {name === '' ? 'Actions' : name}
              </dt>
              <dd className={cell.column.id === 'actions' ? 'w-full' : 'min-w-0 text-right'}>{content}</dd>
            </div>
          )
        })}
      </dl>
    </li>
  )
}
