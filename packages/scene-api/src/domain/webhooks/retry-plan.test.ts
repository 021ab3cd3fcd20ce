/** The schedule that docs/webhooks.md tells. */
import { describe, expect, test } from 'vitest'
import { isGivenUp, retryDelayMs } from './retry-plan.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('after a failed attempt', () => {
  test.each([
    [1, 5 * SECOND],
    [2, 30 * SECOND],
    [3, 2 * MINUTE],
    [4, 10 * MINUTE],
    [5, 30 * MINUTE],
    [6, HOUR],
    [7, 2 * HOUR],
    [8, 4 * HOUR],
    [9, 8 * HOUR],
    [10, 8 * HOUR],
    [100, 8 * HOUR],
  ])('number %i the next one follows in %i ms, a fifth more or less', (attempts, delay) => {
    expect(retryDelayMs(attempts, 0.5)).toBe(delay)
    expect(retryDelayMs(attempts, 0)).toBe(delay * 0.8)
    expect(retryDelayMs(attempts, 1)).toBe(delay * 1.2)
  })

  test('it goes on for three days, at most jitter too', () => {
    const from = new Date('2026-01-01T00:00:00Z')
    for (const random of [0, 0.5, 1]) {
      let now = from
      let attempts = 0
      while (!isGivenUp(from, now)) now = new Date(now.getTime() + retryDelayMs((attempts += 1), random))
      expect(attempts).toBeGreaterThan(13)
    }
    expect(isGivenUp(from, new Date(from.getTime() + 72 * HOUR - 1))).toBe(false)
    expect(isGivenUp(from, new Date(from.getTime() + 72 * HOUR))).toBe(true)
  })
})
