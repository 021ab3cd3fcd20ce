/** Whom a rule would lock out, before it is saved. */
import { Note } from '../../ui/states'

interface ShutOutProps {
  readonly page: {
    readonly total: number
    readonly items: readonly { readonly userId: string; readonly name: string; readonly email: string }[]
  }
  readonly nobody: string
  readonly one: string
  readonly several: (total: number) => string
}

export function ShutOut({ page: { total, items }, nobody, one, several }: ShutOutProps) {
  if (total === 0) return <Note tone="ok">{nobody}</Note>
  return (
    <Note tone="warn" title={total === 1 ? one : several(total)}>
      <ul className="mt-1 max-h-48 list-disc overflow-y-auto pl-5">
        {items.map(({ userId, name, email }) => (
          <li key={userId}>
            <bdi>{name || email}</bdi> <span className="text-muted">{email}</span>
          </li>
        ))}
        {total > items.length && <li>and {(total - items.length).toLocaleString()} more</li>}
      </ul>
    </Note>
  )
}
