import { describe, expect, test } from 'vitest'
import { acceptsEncoding, isUnchanged, resolveRange } from './conditional.js'

describe('of a file of 100 bytes', () => {
  test.each([
    ['bytes=0-9', 0, 9],
    ['bytes=90-', 90, 99],
    ['bytes=-10', 90, 99],
    ['bytes=-100', 0, 99],
    ['bytes=-101', 0, 99],
    ['bytes=-99999999999999999999', 0, 99],
    ['bytes=0-100', 0, 99],
    ['bytes= 0 - 9', 0, 9],
  ])('%s is the part from %i to %i', (range, start, end) => {
    expect(resolveRange({ range, ifRange: undefined }, 100, '"a"')).toEqual({ kind: 'part', start, end })
  })

  test.each(['bytes=100-', 'bytes=-0', 'bytes=100-200'])('%s is no part', (range) => {
    expect(resolveRange({ range, ifRange: undefined }, 100, '"a"')).toEqual({ kind: 'unsatisfiable' })
  })

  test.each([
    'bytes=9-1',
    'bytes=0-1,5-9',
    'bytes=0-1,200-',
    'lines=0-9',
    'lines=200-',
    'bytes=',
    'bytes=x-9',
    '0-9',
  ])('%s is ignored', (range) => {
    expect(resolveRange({ range, ifRange: undefined }, 100, '"a"')).toEqual({ kind: 'whole' })
  })

  test('a range for another version is ignored', () => {
    expect(resolveRange({ range: 'bytes=0-9', ifRange: '"b"' }, 100, '"a"')).toEqual({ kind: 'whole' })
  })
})

test('an empty file has no part', () => {
  expect(resolveRange({ range: 'bytes=-5', ifRange: undefined }, 0, '"a"')).toEqual({ kind: 'unsatisfiable' })
})

test.each([
  [undefined, false],
  ['', false],
  ['"a"', true],
  ['"b", "a"', true],
  ['W/"a"', true],
  ['*', true],
  ['"b"', false],
  ['a', false],
])('If-None-Match: %s', (header, isSame) => {
  expect(isUnchanged(header, '"a"')).toBe(isSame)
})

test.each([
  [undefined, false],
  ['', false],
  ['gzip, deflate, br, zstd', true],
  ['BR', true],
  ['br;q=0.001', true],
  ['*', true],
  ['br;q=0', false],
  ['*;q=0', false],
  ['gzip', false],
  ['identity', false],
])('Accept-Encoding: %s', (header, isTaken) => {
  expect(acceptsEncoding(header, 'br')).toBe(isTaken)
})
