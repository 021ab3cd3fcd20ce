import { expect, test } from 'vitest'
import { creditUrl, formatCredit } from './credit.js'

const credit = { title: 'Elven ranger', author: 'eon', licence: 'CC-BY-4.0', sourceUrl: '' }

test('a credit names title, author and licence', () => {
  expect(formatCredit(credit)).toBe('Elven ranger by eon, CC-BY-4.0')
})

test.each([
  [{ title: '' }, 'eon, CC-BY-4.0'],
  [{ author: '' }, 'Elven ranger, CC-BY-4.0'],
  [{ licence: '' }, 'Elven ranger by eon'],
  [{ title: '', licence: '' }, 'eon'],
  [{ title: '', author: '' }, 'CC-BY-4.0'],
  [{ title: '', author: '', licence: '', sourceUrl: 'https://models.example/1' }, 'https://models.example/1'],
])('without what is unknown: %j', (unknown, line) => {
  expect(formatCredit({ ...credit, ...unknown })).toBe(line)
})

test('a text of one’s own puts them where it wants them, and names in braces stay text', () => {
  expect(formatCredit({ ...credit, title: '{author}' }, '{licence} {title} {other}')).toBe(
    'CC-BY-4.0 {author} {other}',
  )
})

test.each([
  ['https://models.example/1', 'https://models.example/1'],
  ['javascript:alert(1)', null],
  ['generated', null],
  ['', null],
])('links to %o as %o', (sourceUrl, url) => {
  expect(creditUrl({ ...credit, sourceUrl })).toBe(url)
})
