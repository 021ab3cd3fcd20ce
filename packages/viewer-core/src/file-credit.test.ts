import { expect, test } from 'vitest'
import { readCredit } from './file-credit.js'

test('a credit of a file is without the addresses in it, and no longer than a line or two', () => {
  const extras = {
    title: 'Chair',
    author: `Ada (https://example.com/ada)${' and Bob'.repeat(100)}`,
    license: 'CC0',
  }
  const credit = readCredit({ extras })
  expect(credit).toMatchObject({ title: 'Chair', licence: 'CC0', sourceUrl: '' })
  expect(credit?.author).toMatch(/^Ada and Bob and /)
  expect(credit?.author).toHaveLength(100)
})

test.each([undefined, null, 'Ada', {}, { author: 7 }])('a file that says %o names nobody', (extras) => {
  expect(readCredit({ extras })).toBeNull()
})
