import { compileAllowlist } from '@vectreal/auth-core'
import { expect, test } from 'vitest'
import { compareAllowlists } from './compare-allowlists.js'

const before = compileAllowlist({ allowedDomains: ['example.com', '*.example.com'], allowLocalhost: true })
const seen = (origin: string, loads: number) => ({ origin, loads, lastSeenAt: '2026-11-20T00:00:00.000Z' })

test('only what loads now and would not any more is refused by a change', () => {
  const after = compileAllowlist({ allowedDomains: ['example.com'], allowLocalhost: false })
  const comparison = compareAllowlists(before, after, [
    seen('https://example.com', 100),
    seen('https://staging.example.com', 20),
    seen('(localhost)', 5),
    seen('https://refused-already.test', 3),
    seen('(other)', 2),
    seen('(none)', 1),
  ])
  expect(comparison).toEqual({
    refused: [seen('https://staging.example.com', 20), seen('(localhost)', 5)],
    refusedLoads: 25,
    keptLoads: 100,
    unknownLoads: 3,
  })
})
