import { Search } from 'lucide-react'
import { useId } from 'react'

interface SearchFieldProps {
  /** Says what is searched. */
  readonly label: string
  /** Stands in the empty field. Default: the label. */
  readonly placeholder?: string
  readonly value: string
  readonly onChange: (text: string) => void
}

/** As long as a text that the server searches for may be. */
const MAX_LENGTH = 100

export function SearchField({ label, placeholder = label, value, onChange }: SearchFieldProps) {
  const id = useId()
  return (
    <div className="relative min-w-48 flex-1 sm:max-w-xs">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search aria-hidden size={16} className="absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        id={id}
        type="search"
        maxLength={MAX_LENGTH}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control pl-9! text-sm"
      />
    </div>
  )
}
