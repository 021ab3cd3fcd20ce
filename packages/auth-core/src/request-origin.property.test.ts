import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateApiKey } from './api-key.js'
import { resolveRequestOrigin } from './request-origin.js'

test('an unreadable origin is never shown with a token, wherever one stands in the header', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 450 }), fc.string({ maxLength: 20 }), (before, behind) => {
      const token = generateApiKey()
      const resolved = resolveRequestOrigin({ origin: `${before}${token}${behind}` })
      expect(JSON.stringify(resolved)).not.toContain(token.slice(6, 20))
    }),
    { numRuns: 2000 },
  )
})
