import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { DataTable } from './data-table'

interface Row {
  readonly id: string
  readonly name: string
}
const rows: Row[] = Array.from({ length: 30 }, (_, index) => ({
  id: `r${index}`,
  name: `Row ${String(index).padStart(2, '0')}`,
}))
const columns = [{ id: 'name', header: 'Name', accessorFn: ({ name }: Row) => name }]
const show = (given: readonly Row[] = rows) =>
  render(<DataTable label="Rows" columns={columns} rows={given} rowId={({ id }) => id} search="Find rows" />)
const names = () =>
  within(screen.getByRole('table', { name: 'Rows' }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

test('shows 25 rows at a time', async () => {
  show()
  expect(names()).toHaveLength(25)
  await userEvent.click(screen.getByRole('button', { name: 'Next' }))
  expect(names()).toEqual(['Row 25', 'Row 26', 'Row 27', 'Row 28', 'Row 29'])
})

test('sorts by the heading that is pressed, and tells the order to screen readers', async () => {
  show()
  const heading = () => screen.getByRole('columnheader', { name: 'Name' })
  await userEvent.click(within(heading()).getByRole('button'))
  await userEvent.click(within(heading()).getByRole('button'))
  expect(heading().getAttribute('aria-sort')).toBe('descending')
  expect(names()[0]).toBe('Row 29')
})

test('finds rows by their text from the first page on, and says where nothing matches', async () => {
  show()
  await userEvent.click(screen.getByRole('button', { name: 'Next' }))
  const search = screen.getByRole('searchbox', { name: 'Find rows' })
  await userEvent.type(search, 'row 07')
  expect(names()).toEqual(['Row 07'])
  await userEvent.type(search, 'x')
  expect(screen.getByRole('status').textContent).toBe('Nothing matches.')
})

test('of a part of a longer list, keeps the order of the server and lets it search', async () => {
  const list = {
    data: rows,
    isError: false,
    error: null,
    refetch: () => {},
    search: '',
    setSearch: vi.fn<(text: string) => void>(),
    isSearchedByServer: true,
    readMore: vi.fn<() => Promise<void>>(async () => {}),
    isReadingMore: false,
  }
  const table = (
    <DataTable
      label="Rows"
      columns={columns}
      rows={rows.toReversed()}
      list={list}
      rowId={({ id }) => id}
      initialSort={[{ id: 'name', desc: false }]}
      search="Find rows"
    />
  )
  render(table)
  expect(names()[0]).toBe('Row 29')
  expect(within(screen.getByRole('columnheader', { name: 'Name' })).queryByRole('button')).toBeNull()
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find rows' }), 'x')
  expect(list.setSearch).toHaveBeenCalledWith('x')
  expect(screen.getByRole('navigation', { name: 'Pages of Rows' }).textContent).toContain(
    'Page 1 of 2 or more',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Next' }))
  expect(list.readMore).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'Next' }))
  expect(list.readMore).toHaveBeenCalledOnce()
})
