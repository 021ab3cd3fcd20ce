import fc from 'fast-check'
import { expect, test } from 'vitest'
import { good, key } from '../tests/access-facts.js'
import { decideAccess, type AccessFacts } from './decide-access.js'

test('whatever is wrong at once, the first layer in the order of the contract names the refusal', () => {
  const failing: Record<string, Partial<AccessFacts>> = {
    format: { tokenFlaw: 'malformed_token' },
    key: { key: null },
    organization: { scene: null },
    domain: { origin: { kind: 'none' } },
    project: { key: { ...key, projectIds: [] } },
  }
  const order = Object.keys(failing)
  fc.assert(
    fc.property(fc.subarray(order), (layers) => {
      // Latest first: where two layers change one fact, the earlier layer's change is the one that stays.
      const facts = layers.toReversed().map((layer) => failing[layer])
      const decision = decideAccess(Object.assign({}, good, ...facts))
      expect(decision.ok ? undefined : decision.refusal.layer).toBe(layers[0])
    }),
    { numRuns: 500 },
  )
})
