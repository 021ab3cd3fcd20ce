import { describe, expect, test } from 'vitest'
import { recordOf, request, type Payload } from '../tests/access-record.js'
import { forge, goodClaims, goodHeader, now, seconds, signingKey, strangersKey } from '../tests/visitor.js'
import type { AccessRecord, Decision } from './decide-access.js'
import { createVerifier } from './verifier.js'

const { publicKey } = signingKey
const recordWith = (key: object = {}): AccessRecord<Payload> => {
  const record = recordOf()
  return {
    ...record,
    key: { ...(record.key as NonNullable<typeof record.key>), id: 'signer', publicKey, ...key },
  }
}

function createHarness() {
  const calls: string[] = []
  const state = { record: recordWith(), now }
  const verifier = createVerifier<Payload>({
    store: {
      findAccess: async () => recordOf({ key: null }),
      async findVisitorAccess(signingKeyId, sceneId) {
        calls.push(`${signingKeyId} ${sceneId}`)
        return signingKeyId === 'signer' ? state.record : recordOf({ key: null })
      },
    },
    clock: { now: () => state.now },
    monotonicNow: () => 0,
    ttlMs: 1000,
    hash: (text) => `hash of ${text}`,
  })
  const verify = (token: string) => verifier.verify({ ...request, authorization: `Bearer ${token}` })
  return { verifier, verify, calls, state }
}

const codeOf = (decision: Decision<unknown>) => (decision.ok ? 'ok' : decision.refusal.code)

describe('a request with a visitor token', () => {
  test('is granted, and the next one without a promise and without a lookup', async () => {
    const { verify, calls } = createHarness()
    const token = await forge(goodHeader, { ...goodClaims, sub: 'customer-7' })
    expect(await verify(token)).toMatchObject({ ok: true, keyId: 'signer', visitor: 'customer-7' })
    expect(verify(token)).toMatchObject({ ok: true, visitor: 'customer-7' })
    expect(calls).toEqual(['signer scene'])
  })

  test.each([
    ['malformed_token', () => forge({ ...goodHeader, alg: 'none' }, goodClaims)],
    ['unknown_key', () => forge(goodHeader, goodClaims, strangersKey.privateKey)],
    ['unknown_key', () => forge({ ...goodHeader, kid: 'other' }, goodClaims)],
    ['key_expired', () => forge(goodHeader, { ...goodClaims, iat: seconds - 60, exp: seconds })],
    ['token_out_of_scope', () => forge(goodHeader, { ...goodClaims, scene: 'other' })],
    ['token_out_of_scope', () => forge(goodHeader, { ...goodClaims, origin: 'https://other.example.com' })],
  ])('is refused again and again: %s', async (code, token) => {
    const { verify } = createHarness()
    const text = await token()
    expect(codeOf(await verify(text))).toBe(code)
    expect(codeOf(await verify(text))).toBe(code)
  })

  test('is over at its exp, though its signature is remembered', async () => {
    const { verify, state } = createHarness()
    const token = await forge(goodHeader, goodClaims)
    expect(codeOf(await verify(token))).toBe('ok')
    state.now = new Date((seconds + 600) * 1000)
    expect(await verify(token)).toMatchObject({ refusal: { code: 'key_expired', expiredAt: state.now } })
  })

  test.each([
    ['key_revoked', recordWith({ revokedAt: now })],
    ['key_expired', recordWith({ expiresAt: now })],
    ['unknown_key', recordWith({ publicKey: strangersKey.publicKey })],
    ['unknown_key', recordOf()],
    ['project_out_of_scope', recordWith({ projectIds: [] })],
  ])('is refused once its signing key has ended: %s', async (code, record) => {
    const { verifier, verify, state } = createHarness()
    const token = await forge(goodHeader, goodClaims)
    expect(codeOf(await verify(token))).toBe('ok')
    state.record = record
    verifier.invalidate({ keyId: 'signer' })
    expect(codeOf(await verify(token))).toBe(code)
  })

  test('is refused by a store that has no signing keys', async () => {
    const store = { findAccess: async () => recordOf() }
    const verifier = createVerifier({ store, ttlMs: 0, clock: { now: () => now } })
    const authorization = `Bearer ${await forge(goodHeader, goodClaims)}`
    expect(codeOf(await verifier.verify({ ...request, authorization }))).toBe('unknown_key')
  })
})
