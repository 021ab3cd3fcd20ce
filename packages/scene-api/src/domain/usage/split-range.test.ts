import { describe, expect, test } from 'vitest'
import { type Piece, splitRange } from './split-range.js'

const DAY_MS = 86_400_000
const piece = (days: Piece['days'], from: string, to = from) => ({ days, from, to })
const addDays = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

describe('a range of days', () => {
  // Four weeks start on the Mondays 2026-08-03, 08-31, 09-28, 10-26 and 11-23.
  test.each([
    ['one day', '2026-11-25', '2026-11-25', [piece(1, '2026-11-25')], [], []],
    ['one Monday', '2026-11-16', '2026-11-16', [], [piece(7, '2026-11-16')], [piece(1, '2026-11-16')]],
    ['one week', '2026-11-16', '2026-11-22', [piece(7, '2026-11-16')], [], []],
    ['four weeks', '2026-10-26', '2026-11-22', [piece(28, '2026-10-26')], [], []],
    [
      'days, weeks, four weeks twice, a week and days',
      '2026-08-15',
      '2026-11-04',
      [piece(1, '2026-08-15', '2026-08-16'), piece(7, '2026-08-17', '2026-08-24')],
      [piece(28, '2026-08-31', '2026-10-26')],
      [piece(28, '2026-08-31', '2026-09-28'), piece(7, '2026-10-26'), piece(1, '2026-11-02', '2026-11-04')],
    ],
    ['the last days there are', '9999-12-30', '9999-12-31', [piece(1, '9999-12-30', '9999-12-31')], [], []],
  ])('%s', (_name, from, to, always, whileLast, unlessLast) => {
    expect(splitRange({ from, to })).toEqual({ always, whileLast, unlessLast })
  })

  test('has each of its days in one piece, and beyond its end only in those that may reach there', () => {
    const start = '2026-10-05'
    for (let first = 0; first < 30; first += 1) {
      for (let last = first; last < first + 70; last += 1) {
        const [from, to] = [addDays(start, first), addDays(start, last)]
        const { always, whileLast, unlessLast } = splitRange({ from, to })
        const all = Array.from({ length: last - first + 1 }, (_, index) => addDays(from, index))
        expect(daysOf([...always, ...unlessLast])).toEqual(all)
        expect(daysOf([...always, ...whileLast]).slice(0, all.length)).toEqual(all)
      }
    }
  })
})

function daysOf(pieces: readonly Piece[]): string[] {
  return pieces
    .flatMap(({ days, from, to }) =>
      Array.from({ length: (Date.parse(to) - Date.parse(from)) / DAY_MS + days }, (_, index) =>
        addDays(from, index),
      ),
    )
    .toSorted()
}
