/** Arguments of commands about keys. */
import { InvalidArgumentError } from 'commander'

/** Days; null: never. */
export type Expiry = 30 | 60 | 90 | null

const EXPIRIES: Readonly<Record<string, Expiry>> = { '30': 30, '60': 60, '90': 90, never: null }
const MAX_OVERLAP_HOURS = 168

export function parseExpiry(text: string): Expiry {
  const days = EXPIRIES[text]
  if (days === undefined) throw new InvalidArgumentError('It is 30, 60, 90 or never.')
  return days
}

export function parseOverlap(text: string): number {
  const hours = Number(text)
  if (text.trim() === '' || !(hours >= 0 && hours <= MAX_OVERLAP_HOURS)) {
    throw new InvalidArgumentError(`It is a number of hours from 0 to ${MAX_OVERLAP_HOURS}.`)
  }
  return hours
}
