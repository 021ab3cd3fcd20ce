import { expect, test } from 'vitest'
import { decodeDataUri } from './data-uri.js'

test.each([
  ['base64', 'data:image/png;base64,AQID', [1, 2, 3]],
  ['base64 with escaped padding', 'data:;base64,AQ%3D%3D', [1]],
  ['percent-encoded bytes', 'data:image/png,%89P%00', [0x89, 0x50, 0]],
  ['plain text', 'data:,ab', [97, 98]],
  ['an escape that is none', 'data:,%zz', null],
  ['base64 that is none', 'data:;base64,***', null],
  ['no comma', 'data:image/png;base64', null],
  ['a letter that is no byte', 'data:,ж', null],
])('%s', (_what, uri, bytes) => {
  const decoded = decodeDataUri(uri)
  expect(decoded === null ? null : [...decoded]).toEqual(bytes)
})
