/** A checkbox that is saved as soon as it is changed; until then it shows what was asked for. */
import { type ReactNode, useState } from 'react'
import { Checkbox } from './field'

interface SavedCheckboxProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is saved. */
  readonly checked: boolean
  readonly disabled?: boolean
  /** `onSettled`: it is saved, or could not be. */
  save(checked: boolean, callbacks: { onSettled(): void }): void
}

export function SavedCheckbox({ checked, disabled = false, save, ...rest }: SavedCheckboxProps) {
  const [wanted, setWanted] = useState<boolean | null>(null)
  return (
    <Checkbox
      {...rest}
      checked={wanted ?? checked}
      disabled={disabled || wanted !== null}
      onChange={({ target }) => {
        setWanted(target.checked)
        save(target.checked, { onSettled: () => setWanted(null) })
      }}
    />
  )
}
