import { describe, expect, test } from 'vitest'
import { describePattern, splitEntries } from './describe-pattern'

describe('an allowlist entry in words', () => {
  test.each([
    ['example.com', 'Exactly https://example.com; no subdomain', []],
    [
      '*.example.com',
      'Every subdomain of example.com, at any depth, by https; not example.com itself',
      ['wildcard'],
    ],
    ['example.com:8443', 'Exactly https://example.com on port 8443; no subdomain', []],
    ['example.com:*', 'Exactly https://example.com on any port; no subdomain', []],
    ['http://example.com', 'Exactly http://example.com; no subdomain', ['http']],
    [
      '*.vercel.app',
      'Every subdomain of vercel.app, at any depth, by https; not vercel.app itself',
      ['wildcard', 'shared'],
    ],
  ])('%s', (pattern, matches, marks) => {
    expect(describePattern(pattern)).toMatchObject({ matches, marks })
  })
})

test('what people paste is taken apart', () => {
  expect(splitEntries(' a.com, b.com;\nc.com\t')).toEqual(['a.com', 'b.com', 'c.com'])
})
