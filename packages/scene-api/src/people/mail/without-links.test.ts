import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutLinks } from './without-links.js'

test.each([
  ['Acme Inc.', 'Acme Inc.'],
  ['J. R. R. Tolkien', 'J. R. R. Tolkien'],
  ['https://evil.example/pay', 'https evil. example/pay'],
  ['Win at www.evil.example now', 'Win at www. evil. example now'],
  ['ceo@evil.example', 'ceo at evil. example'],
  ['小林。株式会社', '小林。株式会社'],
])('%s stands in a mail as %s', (name, shown) => {
  expect(withoutLinks(name)).toBe(shown)
})

test('no name keeps a scheme, an address or a dotted host', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '.', ':', '/', '@', ' ', 'é') }), (name) => {
      expect(withoutLinks(name)).not.toMatch(/:\/\/|@|\w\.\w/u)
    }),
  )
})
