/** Which instants requests may name: those whose ISO 8601 form PostgreSQL reads, with four digits of the year. */

const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** False for an invalid date as well. */
export function isStorable(instant: Date): boolean {
  const ms = instant.getTime()
  return ms >= FIRST_MS && ms <= LAST_MS
}

/** For `refine` of the text of a date that is one. */
export const namesStorable = [
  (text: string) => isStorable(new Date(text)),
  'must lie in the years 0001 to 9999, in UTC',
] as const

export function nearestStorable(ms: number): Date {
  return new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS))
}
