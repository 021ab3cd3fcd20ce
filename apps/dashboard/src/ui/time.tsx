/** Instants for people: their own time zone in the text, the exact UTC on hover. */
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** "3 hours ago", "in 2 days"; within a minute "just now" or "in a moment". */
export function relativeTime(instant: string, now = Date.now()): string {
  const distance = new Date(instant).getTime() - now
  for (const [unit, length] of STEPS) {
    if (Math.abs(distance) >= length) return RELATIVE.format(Math.trunc(distance / length), unit)
  }
  return distance <= 0 ? 'just now' : 'in a moment'
}

export const formatDate = (instant: string) => DATE.format(new Date(instant))
/** Of a calendar day such as `2026-12-09`, which is the same one everywhere. */
export const formatDay = (day: string) => DAY.format(new Date(day))
const formatDateTime = (instant: string) => DATE_TIME.format(new Date(instant))
const utc = (instant: string) => `${new Date(instant).toISOString().replace('T', ' ').replace('Z', '')} UTC`

interface TimeProps {
  readonly at: string
  readonly show?: 'date' | 'date-time' | 'relative'
}

export function Time({ at, show = 'date' }: TimeProps) {
  const text = show === 'relative' ? relativeTime(at) : show === 'date' ? formatDate(at) : formatDateTime(at)
  return (
    <time dateTime={at} title={utc(at)} className="whitespace-nowrap">
      {text}
    </time>
  )
}
