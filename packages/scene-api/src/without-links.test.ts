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
  ['evil。example', 'evil。 example'],
  ['evil．example/pay', 'evil． example/pay'],
  ['evil｡example', 'evil｡ example'],
  ['evil․example', 'evil․ example'],
  ['tel:+4930123456', 'tel: +4930123456'],
  ['http:\\\\evil', 'http: \\\\evil'],
  ['Open 9:00', 'Open 9:00'],
  ['=?utf-8?Q?https=3A=2F=2Fevil=2Eexample?=', '= ?utf-8?Q?https=3A=2F=2Fevil=2Eexample?='],
])('%s stands in a mail as %s', (name, shown) => {
  expect(withoutLinks(name)).toBe(shown)
})

test('no name keeps a scheme, an address, a dotted host or an encoded word', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '.', '．', ':', '/', '@', ' ', 'é', '=', '?') }),
      (name) => {
        expect(withoutLinks(name)).not.toMatch(/:\/\/|@|\w[.．]\w|\p{L}:\S|=\?/u)
      },
    ),
  )
})
