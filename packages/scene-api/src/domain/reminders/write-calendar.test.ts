import { setImmediate as nextTurn } from 'node:timers/promises'
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

test('each key has an alarm 14 days before it ends, and an event at its end', async () => {
  const [rotate, expires, ...more] = eventsOf(await write(key()))
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

test('the same keys give the same text, and events keep their ids', async () => {
  expect(await write(key())).toBe(await write(key()))
  const ids = async (...keys: CalendarKey[]) => eventsOf(await write(...keys)).map(({ uid }) => uid)
  expect(await ids(key(), key({ id: 'key-2' }))).toEqual([
    'key-1-rotate@scenes.example.com',
    'key-1-expires@scenes.example.com',
    'key-2-rotate@scenes.example.com',
    'key-2-expires@scenes.example.com',
  ])
  expect(await ids(key({ name: 'Renamed' }))).toEqual(await ids(key()))
})

test('a long calendar is written in many turns, between which others are served', async () => {
  const state = { turns: 0, isWritten: false }
  const others = (async () => {
    while (!state.isWritten) {
      await nextTurn()
      state.turns += 1
    }
  })()
  const text = await write(...Array.from({ length: 300 }, (_, index) => key({ id: `key-${index}` })))
  state.isWritten = true
  await others
  expect(eventsOf(text)).toHaveLength(600)
  expect(state.turns).toBeGreaterThan(20)
})

test('no key, no event: still a calendar', async () => {
  expect(eventsOf(await write())).toEqual([])
  expect(await write()).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/)
})

describe('names are text and nothing else', () => {
  test.each([
    ['separators', 'a,b;c:d\\e"f'],
    ['line breaks', 'x\r\nEND:VEVENT\nBEGIN:VALARM'],
    ['emoji beyond one line', '😀'.repeat(100)],
    ['right-to-left', 'מפתח של האתר'],
    ['markup', '<script>alert(1)</script>'],
  ])('with %s', async (_what, name) => {
    const text = await write(key({ name, projectNames: [name] }))
    const events = eventsOf(text)
    expect(events).toHaveLength(2)
    expect(events[0]?.summary).toContain(`“${name.replaceAll(/[\r\n]+/g, ' ')}”`)
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
    }
  })
})
