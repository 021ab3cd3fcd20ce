import { describe, expect, test } from 'vitest'
import { relativeTime } from './time'

describe('how long ago', () => {
  const now = Date.parse('2026-01-10T12:00:00.000Z')
  test.each([
    ['2026-01-10T11:59:30.000Z', 'just now'],
    ['2026-01-10T12:00:30.000Z', 'in a moment'],
    ['2026-01-10T11:55:00.000Z', '5 minutes ago'],
    ['2026-01-10T09:00:00.000Z', '3 hours ago'],
    ['2026-01-12T12:00:00.000Z', 'in 2 days'],
  ])('%s is %s', (instant, text) => {
    expect(relativeTime(instant, now)).toBe(text)
  })
})
