import fc from 'fast-check'
import { test } from 'vitest'
import { parseOrigin, serializeOrigin } from './origin.js'

test('the origin of any web address agrees with the URL parser', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
  )
  const port = fc.option(fc.integer({ min: 1, max: 65_535 }))
  fc.assert(
    fc.property(fc.constantFrom('http', 'https'), host, port, (scheme, host, port) => {
      const { origin } = new URL(`${scheme}://${host}${port === null ? '' : `:${port}`}/path?query#top`)
      const parsed = parseOrigin(origin)
      return parsed !== null && serializeOrigin(parsed) === origin
    }),
    { numRuns: 2000 },
  )
})
