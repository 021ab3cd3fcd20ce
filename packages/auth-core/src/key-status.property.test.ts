import fc from 'fast-check'
import { test } from 'vitest'
import { isLive } from './key-status.js'

test('a dead key stays dead', () => {
  const instant = fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2026-12-31') })
  const date = fc.option(instant)
  fc.assert(
    fc.property(date, date, date, instant, fc.nat(), (expiresAt, revokesAt, revokedAt, now, ms) => {
      const key = { expiresAt, revokesAt, revokedAt }
      return isLive(key, now) || !isLive(key, new Date(now.getTime() + ms))
    }),
    { numRuns: 2000 },
  )
})
