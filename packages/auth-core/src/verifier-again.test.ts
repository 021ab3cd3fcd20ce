import { describe, expect, test } from 'vitest'
import { noon, recordOf, request, type Payload } from '../tests/access-record.js'
import type { AccessRecord, Decision } from './decide-access.js'
import { createVerifier } from './verifier.js'
import type { VisitorClaims } from './visitor-token.js'

const claims: VisitorClaims = {
  kid: 'key',
  issuedAt: noon,
  expiresAt: new Date(noon.getTime() + 60_000),
  scope: { scene: 'scene' },
  origin: null,
  subject: 'customer-7',
}

function createHarness(record: AccessRecord<Payload> = recordOf()) {
  const state = { record, now: noon, lookups: 0, failures: 0 }
  const verifier = createVerifier<Payload>({
    store: {
      findAccess: async () => recordOf({ key: null }),
      async findAccessOfKey(keyId) {
        state.lookups += 1
        return keyId === 'key' ? state.record : recordOf({ key: null })
      },
    },
    limiter: {
      check: () => null,
      recordFailure() {
        state.failures += 1
      },
    },
    clock: { now: () => state.now },
    monotonicNow: () => 0,
    ttlMs: 1000,
  })
  const again = (change: object = {}) => verifier.verifyAgain({ ...request, keyId: 'key', ...change })
  return { verifier, again, state }
}

const codeOf = (decision: Decision<unknown>) => (decision.ok ? 'ok' : decision.refusal.code)

describe('a request that follows from one that was granted', () => {
  test('is granted by the id of the key, and from memory after that', async () => {
    const { again, state } = createHarness()
    expect(await again()).toMatchObject({ ok: true, keyId: 'key' })
    expect(again()).toMatchObject({ ok: true })
    expect(state.lookups).toBe(1)
  })

  test.each([
    ['unknown_key', recordOf({ key: null })],
    ['scene_not_found', recordOf({ scene: null })],
    ['domain_not_allowed', recordOf({ allowlist: { allowedDomains: [], allowLocalhost: true } })],
  ])('is refused like any other, and counted: %s', async (code, record) => {
    const { verifier, again, state } = createHarness()
    await again()
    state.record = record
    verifier.invalidate({ keyId: 'key' })
    expect(codeOf(await again())).toBe(code)
    expect(state.failures).toBe(1)
  })

  test('of a visitor token is over with it, and covers no more', async () => {
    const { again, state } = createHarness()
    expect(await again({ claims })).toMatchObject({ ok: true, visitor: 'customer-7', claims })
    expect(codeOf(await again({ claims: { ...claims, scope: { scene: 'other' } } }))).toBe(
      'token_out_of_scope',
    )
    state.now = claims.expiresAt
    expect(codeOf(await again({ claims }))).toBe('key_expired')
  })

  test('of a plain key is refused once the project asks for visitor tokens', async () => {
    const { scene } = recordOf()
    if (scene === null) throw new Error('the record has a scene')
    const { again } = createHarness(recordOf({ scene: { ...scene, requireVisitorToken: true } }))
    expect(codeOf(await again())).toBe('visitor_token_required')
    expect(codeOf(await again({ claims }))).toBe('ok')
  })

  test('is refused by a store that cannot find keys by id', async () => {
    const verifier = createVerifier({ store: { findAccess: async () => recordOf() }, ttlMs: 0 })
    expect(codeOf(await verifier.verifyAgain({ ...request, keyId: 'key' }))).toBe('unknown_key')
  })
})
