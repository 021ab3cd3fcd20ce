import { describe, expect, test } from 'vitest'
import vectors from '../vectors/authorization.txt?raw'
import { readVectors } from '../vectors/read-vectors.js'
import { parseAuthorization } from './authorization.js'

const FLAWS = ['missing_token', 'malformed_token']

describe('an Authorization header', () => {
  test.each(readVectors(vectors))('%j is read as %s', (header, expected) => {
    const result = FLAWS.includes(expected as string)
      ? { ok: false, code: expected }
      : { ok: true, token: expected }
    expect(parseAuthorization(header)).toEqual(result)
    expect(parseAuthorization([header as string])).toEqual(result)
  })

  test.each([
    ['absent', undefined],
    ['null', null],
    ['an empty list', []],
  ])('that is %s carries no token', (_, header) => {
    expect(parseAuthorization(header)).toEqual({ ok: false, code: 'missing_token' })
  })

  test.each([
    [['Bearer abc', 'Bearer abc']],
    [['Bearer abc', 'Bearer def']],
    [['Bearer abc', '']],
    [['Token abc', 'Bearer abc']],
  ])('sent twice is refused, whatever it says: %j', (headers) => {
    expect(parseAuthorization(headers)).toEqual({ ok: false, code: 'malformed_token' })
  })

  test.each([
    ['a long token', `Bearer ${'a'.repeat(10_240)}`, 'malformed_token'],
    ['many spaces', `Bearer ${' '.repeat(10_240)}abc`, 'malformed_token'],
    ['many equals signs', `Bearer ${'='.repeat(10_240)}`, 'malformed_token'],
    ['a long name of a scheme', 'a'.repeat(10_240), 'missing_token'],
    ['one character too many', `Bearer ${'a'.repeat(1594)}`, 'malformed_token'],
  ])('with %s is refused', (_, header, code) => {
    expect(parseAuthorization(header)).toEqual({ ok: false, code })
  })

  test('of the greatest length is read', () => {
    const token = 'a'.repeat(1593)
    expect(parseAuthorization(`Bearer ${token}`)).toEqual({ ok: true, token })
  })
})
