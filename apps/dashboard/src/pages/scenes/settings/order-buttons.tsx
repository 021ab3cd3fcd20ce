/** Moves an entry of a list up or down. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { IconButton } from '../../../ui/button'
import { moveItem } from './move-item'

interface OrderButtonsProps<Item> {
  /** What is moved, for screen readers. */
  readonly name: string
  readonly list: readonly Item[]
  readonly index: number
  readonly onChange: (list: Item[]) => void
}

export function OrderButtons<Item>({ name, list, index, onChange }: OrderButtonsProps<Item>) {
  return (
    <>
      <IconButton
        label={`Move ${name} up`}
        disabled={index === 0}
        onClick={() => onChange(moveItem(list, index, -1))}
      >
        <ArrowUp aria-hidden size={16} />
      </IconButton>
      <IconButton
        label={`Move ${name} down`}
        disabled={index === list.length - 1}
        onClick={() => onChange(moveItem(list, index, 1))}
      >
        <ArrowDown aria-hidden size={16} />
      </IconButton>
    </>
  )
}
