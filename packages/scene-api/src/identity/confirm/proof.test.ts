import { describe, expect, test } from 'vitest'
import { isProofRecent, provedAt } from './proof.js'

const noon = new Date('2026-05-01T12:00:00Z')
const minutesAfter = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

describe('a proof given at noon', () => {
  test.each([
    ['counts', 'at noon', minutesAfter(0), true],
    ['counts', 'a millisecond before a quarter past', new Date(minutesAfter(15).getTime() - 1), true],
    ['no longer counts', 'at a quarter past', minutesAfter(15), false],
  ])('%s %s', (_verdict, _when, now, expected) => {
    expect(isProofRecent(noon, now)).toBe(expected)
  })
})

test('the last proof of a session that a company’s provider opened is when that provider says', () => {
  const at = (confirmedAt: Date | null) => provedAt({ createdAt: noon, confirmedAt, companyId: 'acme' })
  expect(at(minutesAfter(-300))).toEqual(minutesAfter(-300))
  expect(at(null)).toEqual(noon)
})

test.each([
  ['sign-in, where nothing was confirmed since', null, noon],
  ['the confirmation, where there was one', minutesAfter(20), minutesAfter(20)],
  ['sign-in, where a confirmation was carried over from an older session', minutesAfter(-20), noon],
])('the last proof is %s', (_which, confirmedAt, expected) => {
  expect(provedAt({ createdAt: noon, confirmedAt })).toEqual(expected)
})
