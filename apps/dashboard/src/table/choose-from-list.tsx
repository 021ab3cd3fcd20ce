/** Chooses one of a list that is too long for a select: a button that says what is chosen, and a dialog that searches. */
import { Check, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { classNames } from '../ui/class-names'
import { Dialog } from '../ui/dialog'
import { MoreButton } from './long-list-view'
import { SearchField } from './search-field'
import type { LongList } from './use-long-list'

interface Option {
  readonly id: string
  readonly name: string
  /** Tells two of the same name apart. */
  readonly hint?: string
}

interface ChooseFromListProps<Item> {
  /** What is chosen: "Person". */
  readonly label: string
  readonly list: LongList<Item>
  readonly optionOf: (item: Item) => Option
  /** Of the search field: "Search members". */
  readonly search: string
  /** The choice of all of them: "Everyone". Its id is the empty text. */
  readonly every: string
  readonly value: string
  readonly onChange: (id: string) => void
}

export function ChooseFromList<Item>({
  label,
  list,
  optionOf,
  search,
  every,
  value,
  onChange,
}: ChooseFromListProps<Item>) {
  const [isOpen, setIsOpen] = useState(false)
  // The search may not show it any more.
  const [chosen, setChosen] = useState<Option | null>(null)
  const options = (list.data ?? []).map(optionOf)
  const current = [chosen, ...options].find((option) => option?.id === value)?.name ?? every
  const close = () => {
    list.setSearch('')
    setIsOpen(false)
  }
  const choose = (option: Option | null) => {
    setChosen(option)
    onChange(option?.id ?? '')
    close()
  }
  return (
    <>
      <button
        type="button"
        aria-label={`${label}: ${current}`}
        aria-haspopup="dialog"
        className="control inline-flex! w-48! items-center justify-between gap-2 text-left text-sm"
        onClick={() => setIsOpen(true)}
      >
        <span className="truncate">{current}</span>
        <ChevronDown aria-hidden size={15} className="shrink-0 text-muted" />
      </button>
      {isOpen && (
        <Dialog title={label} size="small" onClose={close}>
          <div className="space-y-3">
            <div className="flex">
              <SearchField label={search} value={list.search} onChange={list.setSearch} />
            </div>
            <div className="max-h-80 space-y-2 overflow-y-auto">
              <ul aria-label={label} className="text-sm">
                {list.search.trim() === '' && (
                  <Choice
                    option={{ id: '', name: every }}
                    isChosen={value === ''}
                    onChoose={() => choose(null)}
                  />
                )}
                {options.map((option) => (
                  <Choice
                    key={option.id}
                    option={option}
                    isChosen={option.id === value}
                    onChoose={() => choose(option)}
                  />
                ))}
              </ul>
              {options.length === 0 && (
                <p role="status" className="text-sm text-muted">
                  Nothing matches.
                </p>
              )}
              <MoreButton list={list} />
            </div>
          </div>
        </Dialog>
      )}
    </>
  )
}

interface ChoiceProps {
  readonly option: Option
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Choice({ option: { name, hint }, isChosen, onChoose }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen}
        onClick={onChoose}
        className={classNames(
          'flex w-full items-center justify-between gap-3 rounded-lg px-3 py-2 text-left hover:bg-raised',
          isChosen && 'font-medium',
        )}
      >
        <span className="min-w-0">
          <bdi className="user-text block">{name}</bdi>
          {hint !== undefined && <span className="user-text block text-xs text-muted">{hint}</span>}
        </span>
        {isChosen && <Check aria-hidden size={15} className="shrink-0" />}
      </button>
    </li>
  )
}
