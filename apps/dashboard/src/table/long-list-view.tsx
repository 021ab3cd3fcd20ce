/** What stands around the cards or lines of a long list: a search field above, and the way to more below. */
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { SearchField } from './search-field'
import type { LongList } from './use-long-list'

/** A shorter list is read at a glance. */
const SEARCHED_FROM = 10

interface LongListViewProps<Item> {
  readonly list: LongList<Item>
  /** Label of the search field. */
  readonly search: string
  readonly noMatch: string
  /** The text that an item is found by, in a list that has come whole. */
  readonly textOf: (item: Item) => string
  readonly children: (items: readonly Item[]) => ReactNode
}

export function LongListView<Item>({ list, search, noMatch, textOf, children }: LongListViewProps<Item>) {
  const all = list.data ?? []
  const text = list.search.trim().toLowerCase()
  const shown =
    list.isSearchedByServer || text === ''
      ? all
      : all.filter((item) => textOf(item).toLowerCase().includes(text))
  return (
    <div className="space-y-4">
      {(all.length >= SEARCHED_FROM || list.search !== '' || list.readMore !== null) && (
        <div className="flex">
          <SearchField label={search} value={list.search} onChange={list.setSearch} />
        </div>
      )}
      {shown.length === 0 ? (
        <p role="status" className="card px-5 py-10 text-center text-sm text-muted">
          {noMatch}
        </p>
      ) : (
        children(shown)
      )}
      <MoreButton list={list} />
    </div>
  )
}

/** Shows the next page of a list below what is there. */
export function MoreButton({ list }: { list: Pick<LongList<unknown>, 'readMore' | 'isReadingMore'> }) {
  if (list.readMore === null) return null
  return (
    <div className="flex justify-center">
      <Button busy={list.isReadingMore} onClick={() => void list.readMore?.()}>
        Show more
      </Button>
    </div>
  )
}
