import { expect, test } from 'vitest'
import { siteOf } from './site-of.js'

test.each([
  ['https://example.com', 'example.com'],
  ['https://www.example.com', 'example.com'],
  ['http://shop.example.co.uk:8080', 'example.co.uk'],
  ['https://xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['https://a.vercel.app', 'a.vercel.app'],
  ['https://192.0.2.7:8443', '192.0.2.7'],
  ['https://intranet', 'intranet'],
  ['https://localhost.example.com', 'example.com'],
  ['http://localhost:5173', null],
  ['http://x.localhost', null],
  ['(localhost)', null],
  ['(none)', null],
  ['(null)', null],
  ['(other)', null],
])('%s is of the site %s', (origin, site) => {
  expect(siteOf(origin)).toBe(site)
})
