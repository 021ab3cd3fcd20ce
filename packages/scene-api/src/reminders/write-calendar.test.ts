import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { type CalendarKey, writeCalendar } from './write-calendar.js'

const key = (given: Partial<CalendarKey> = {}): CalendarKey => ({
  id: 'key-1',
  name: 'Website',
  preview: 'aB7Q',
  createdAt: new Date('2026-11-01T08:00:00.000Z'),
  expiresAt: new Date('2027-01-30T08:00:00.000Z'),
  projectNames: ['Shop', 'Blog'],
  ...given,
})
const write = (...keys: CalendarKey[]) =>
  writeCalendar({ organizationName: 'Studio', publicUrl: 'https://scenes.example.com', keys })
const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))

test('each key has an alarm 14 days before it ends, and an event at its end', () => {
  const [rotate, expires, ...more] = eventsOf(write(key()))
  expect(more).toEqual([])
  expect(rotate?.summary).toBe('Rotate API key “Website” (…aB7Q): it expires in 14 days')
  expect(rotate?.startDate.toJSDate().toISOString()).toBe('2027-01-16T08:00:00.000Z')
  expect(rotate?.component.getAllSubcomponents('valarm')).toHaveLength(1)
  expect(rotate?.description).toBe(
    'Expires: 2027-01-30T08:00:00.000Z\nProjects: Shop, Blog\nRotate it: https://scenes.example.com/dashboard/api-keys/key-1',
  )
  expect(expires?.startDate.toJSDate().toISOString()).toBe('2027-01-30T08:00:00.000Z')
  expect(expires?.component.getAllSubcomponents('valarm')).toEqual([])
})

test('the same keys give the same text, and events keep their ids', () => {
  expect(write(key())).toBe(write(key()))
  const ids = (text: string) => eventsOf(text).map(({ uid }) => uid)
  expect(ids(write(key(), key({ id: 'key-2' })))).toEqual([
    'key-1-rotate@scenes.example.com',
    'key-1-expires@scenes.example.com',
    'key-2-rotate@scenes.example.com',
    'key-2-expires@scenes.example.com',
  ])
  expect(ids(write(key({ name: 'Renamed' })))).toEqual(ids(write(key())))
})

test('no key, no event: still a calendar', () => {
  expect(eventsOf(write())).toEqual([])
  expect(write()).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/)
})

describe('names are text and nothing else', () => {
  test.each([
    ['separators', 'a,b;c:d\\e"f'],
    ['line breaks', 'x\r\nEND:VEVENT\nBEGIN:VALARM'],
    ['emoji beyond one line', '😀'.repeat(100)],
    ['right-to-left', 'מפתח של האתר'],
    ['markup', '<script>alert(1)</script>'],
  ])('with %s', (_what, name) => {
    const text = write(key({ name, projectNames: [name] }))
    const events = eventsOf(text)
    expect(events).toHaveLength(2)
    expect(events[0]?.summary).toContain(`“${name.replaceAll(/[\r\n]+/g, ' ')}”`)
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
    }
  })
})
