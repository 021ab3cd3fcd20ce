import { EXPIRY_DAYS } from '@vectreal/auth-core'
import { type ComponentProps, useState } from 'react'
import { formatDate } from '../../ui/time'
import { Note } from '../../ui/states'
import { SelectField } from '../../forms/field'

export const NEVER = 'never'
export type ExpiryChoice = `${30 | 60 | 90}` | typeof NEVER

export const expiresInDays = (choice: ExpiryChoice) =>
  choice === NEVER ? null : (Number(choice) as 30 | 60 | 90)

type ExpiryFieldProps = Omit<ComponentProps<typeof SelectField>, 'label' | 'children'> & {
  choice: ExpiryChoice
  /** Of a key that no page carries. */
  isSecret?: boolean
}

export function ExpiryField({ choice, isSecret = false, ...rest }: ExpiryFieldProps) {
  const [now] = useState(Date.now)
  return (
    <div className="space-y-3">
      <SelectField label="Expires" {...rest}>
        {EXPIRY_DAYS.map((days) => (
          <option key={days} value={String(days)}>
            In {days} days ({formatDate(new Date(now + days * 86_400_000).toISOString())})
          </option>
        ))}
        <option value={NEVER}>Never</option>
      </SelectField>
      {choice === NEVER && (
        <Note
          tone="warn"
          role="status"
          title={
            isSecret
              ? 'Anyone who gets it can sign tokens'
              : 'A key in a web page can be read by every visitor'
          }
        >
          Without an expiry, anyone who copied the key can use it until somebody revokes it. Choose an expiry
          and {isSecret ? 'replace' : 'rotate'} the key before then.
        </Note>
      )}
    </div>
  )
}
