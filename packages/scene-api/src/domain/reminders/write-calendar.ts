/** Keys that end, as an iCalendar (RFC 5545): when to rotate each, and when it stops working. */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { EXPIRING_DAYS } from '@vectreal/auth-core'
import ICAL from 'ical.js'

const DAY_MS = 86_400_000
const REFRESH = 'PT1H'
/** Written in one turn of the event loop: a long calendar must not hold up requests of others. */
const KEYS_IN_A_TURN = 10
/** Changes with what is written of the same keys. */
const FORMAT = 1
const END = 'END:VCALENDAR'
/** RFC 5545 §3.1 allows 75 octets; the library does not count the space that a continued line begins with. */
ICAL.foldLength = 74

export interface CalendarKey {
  readonly id: string
  readonly name: string
  readonly preview: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly projectNames: readonly string[]
}

export interface CalendarContent {
  readonly organizationName: string
  readonly publicUrl: string
  readonly keys: readonly CalendarKey[]
}

/** Tells contents apart without writing them. */
export function calendarTag(content: CalendarContent): string {
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, content]))
    .digest('base64url')
}

/** The same keys give the same text: calendars and caches see a change only where there is one. */
export async function writeCalendar({ organizationName, publicUrl, keys }: CalendarContent): Promise<string> {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Vectreal//API keys//EN')
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  calendar.addPropertyWithValue('method', 'PUBLISH')
  calendar.addPropertyWithValue('x-wr-calname', oneLine(`API keys of ${organizationName}`))
  calendar.addPropertyWithValue('refresh-interval', ICAL.Duration.fromString(REFRESH))
  calendar.addPropertyWithValue('x-published-ttl', REFRESH)
  const parts = [calendar.toString().replace(new RegExp(`${END}$`), '')]
  for (const [index, key] of keys.entries()) {
    if (index > 0 && index % KEYS_IN_A_TURN === 0) await nextTurn()
    for (const event of eventsOf(key, publicUrl)) parts.push(event.toString(), '\r\n')
  }
  return `${parts.join('')}${END}\r\n`
}

function eventsOf(key: CalendarKey, publicUrl: string): ICAL.Component[] {
  const event = eventOf(key, publicUrl)
  const reminder = event({
    kind: 'rotate',
    at: new Date(key.expiresAt.getTime() - EXPIRING_DAYS * DAY_MS),
    summary: `Rotate API key “${key.name}” (…${key.preview}): it expires in ${EXPIRING_DAYS} days`,
  })
  reminder.addSubcomponent(alarmAtStart(`Rotate API key “${key.name}” (…${key.preview})`))
  const end = event({
    kind: 'expires',
    at: key.expiresAt,
    summary: `API key “${key.name}” (…${key.preview}) expires`,
  })
  return [reminder, end]
}

interface EventContent {
  readonly kind: 'rotate' | 'expires'
  readonly at: Date
  readonly summary: string
}

function eventOf({ id, expiresAt, createdAt, projectNames }: CalendarKey, publicUrl: string) {
  const page = `${publicUrl}/dashboard/api-keys/${encodeURIComponent(id)}`
  const description = [
    `Expires: ${expiresAt.toISOString()}`,
    `Projects: ${projectNames.map(oneLine).join(', ') || 'none'}`,
    `Rotate it: ${page}`,
  ].join('\n')
  return ({ kind, at, summary }: EventContent): ICAL.Component => {
    const event = new ICAL.Component('vevent')
    // Stable: a feed that is fetched again moves the event instead of adding one.
    event.addPropertyWithValue('uid', `${id}-${kind}@${new URL(publicUrl).hostname}`)
    event.addPropertyWithValue('dtstamp', utc(createdAt))
    event.addPropertyWithValue('dtstart', utc(at))
    event.addPropertyWithValue('duration', ICAL.Duration.fromString('PT15M'))
    event.addPropertyWithValue('summary', oneLine(summary))
    event.addPropertyWithValue('description', description)
    event.addPropertyWithValue('url', page)
    event.addPropertyWithValue('transp', 'TRANSPARENT')
    return event
  }
}

function alarmAtStart(text: string): ICAL.Component {
  const alarm = new ICAL.Component('valarm')
  alarm.addPropertyWithValue('action', 'DISPLAY')
  alarm.addPropertyWithValue('trigger', ICAL.Duration.fromString('PT0S'))
  alarm.addPropertyWithValue('description', oneLine(text))
  return alarm
}

const utc = (instant: Date): ICAL.Time => ICAL.Time.fromJSDate(instant, true)
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ')
