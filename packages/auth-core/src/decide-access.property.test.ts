import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileAllowlist } from './allowlist.js'
import { decideAccess, type AccessFacts } from './decide-access.js'

const now = new Date('2026-06-01T12:00:00Z')
const later = new Date('2026-07-01T12:00:00Z')
const origin = { kind: 'origin', origin: 'https://shop.example.com', source: 'origin' } as const

const key = {
  id: 'key',
  organizationId: 'organization',
  projectIds: ['another-project', 'project'],
  expiresAt: later,
  revokesAt: null,
  revokedAt: null,
}
const scene = {
  id: 'scene',
  organizationId: 'organization',
  projectId: 'project',
  status: 'published',
  payload: { model: 'shoe' },
} as const
const good: AccessFacts = {
  tokenFlaw: null,
  key,
  scene,
  allowlist: compileAllowlist({ allowedDomains: ['shop.example.com'], allowLocalhost: true }),
  origin,
  now,
}
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
