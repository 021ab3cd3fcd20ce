import { expect, test } from 'vitest'
import { shownUrl } from './shown-url.js'

test.each([
  ['https://hooks.example.com/in', 'https://hooks.example.com/in'],
  ['https://ada:secret@hooks.example.com/in#secret', 'https://hooks.example.com/in'],
  ['https://hooks.example.com/?team=7&token=se%3Dcret', 'https://hooks.example.com/?team=***&token=***'],
  ['https://hooks.example.com/?a=1&a=2&&', 'https://hooks.example.com/?a=***'],
  ['https://hooks.example.com/?secret', 'https://hooks.example.com/?***'],
  ['https://hooks.example.com/?=secret', 'https://hooks.example.com/?=***'],
])('%s is shown as %s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown)
})
