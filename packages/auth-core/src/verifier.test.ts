import { describe, expect, test } from 'vitest'
import { generateApiKey, generateServiceToken, hashApiKey } from './api-key.js'
import type { Decision } from './decide-access.js'
import type { RateLimit } from './refusal.js'
import { resolveRequestOrigin } from './request-origin.js'
import { createVerifier, type VerifierOptions } from './verifier.js'
import { noon, recordOf, request, token, type Payload } from '../tests/access-record.js'

/** A verifier over a store that a test can change, with everything it did on record. */
function createHarness(options: Partial<VerifierOptions<Payload>> = {}) {
  const calls: string[] = []
  const state = { record: recordOf(), monotonic: 0, now: noon, error: null as Error | null }
  const verifier = createVerifier<Payload>({
    store: {
      async findAccess(tokenHash, sceneId) {
        calls.push(`find ${tokenHash.slice(0, 9)} ${sceneId}`)
        if (state.error !== null) throw state.error
        return state.record
      },
    },
    hash: (text) => `hash-${text.slice(-4)}`,
    clock: { now: () => state.now },
    monotonicNow: () => state.monotonic,
    ttlMs: 1000,
    ...options,
  })
  return { verifier, calls, state }
}

const codeOf = (decision: Decision<unknown>) => (decision.ok ? 'ok' : decision.refusal.code)

describe('a request', () => {
  test('with a good key is granted, with the scene that the store knows', async () => {
    const { verifier } = createHarness()
    expect(await verifier.verify(request)).toEqual({
      ok: true,
      keyId: 'key',
      organizationId: 'organization',
      projectId: 'project',
      scene: recordOf().scene,
      matchedPattern: 'shop.example.com',
      visitor: null,
    })
  })

  test('is decided without a promise from a warm cache', async () => {
    const { verifier, calls } = createHarness()
    await verifier.verify(request)
    expect(verifier.verify(request)).toMatchObject({ ok: true })
    expect(calls).toHaveLength(1)
  })

  test.each([
    ['no header', undefined, 'missing_token'],
    ['another scheme', `Token ${token}`, 'missing_token'],
    ['two headers', [`Bearer ${token}`, `Bearer ${token}`], 'malformed_token'],
    ['a wrong checksum', `Bearer ${token.slice(0, -6)}000000`, 'malformed_token'],
    ['a service token', `Bearer ${generateServiceToken()}`, 'malformed_token'],
    ['10 KB of token', `Bearer ${'a'.repeat(10_240)}`, 'malformed_token'],
  ])('with %s is refused without a promise, and the store is not asked', (_what, authorization, code) => {
    const { verifier, calls } = createHarness()
    const decision = verifier.verify({ ...request, authorization })
    expect(decision).toEqual({
      ok: false,
      refusal: { code, layer: 'format' },
      keyId: null,
      organizationId: null,
      projectId: null,
    })
    expect(calls).toEqual([])
  })

  test.each([
    ['unknown_key', { key: null }],
    ['scene_not_found', { scene: null }],
    ['domain_not_allowed', { allowlist: { allowedDomains: [], allowLocalhost: true } }],
    ['domain_not_allowed', { allowlist: null }],
  ])('is refused: %s', async (code, record) => {
    const { verifier, state } = createHarness()
    state.record = recordOf(record)
    expect(codeOf(await verifier.verify(request))).toBe(code)
    expect(codeOf(await verifier.verify(request))).toBe(code)
  })

  test('is judged by the clock at each request, not by the one of the lookup', async () => {
    const { verifier, state, calls } = createHarness()
    state.record = recordOf({ key: { ...recordOf().key!, expiresAt: new Date(noon.getTime() + 500) } })
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    state.now = new Date(noon.getTime() + 499)
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    state.now = new Date(noon.getTime() + 500)
    expect(codeOf(await verifier.verify(request))).toBe('key_expired')
    expect(calls).toHaveLength(1)
  })

  test('is judged by its own page, not by the one of the lookup', async () => {
    const { verifier } = createHarness()
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    const elsewhere = { ...request, origin: resolveRequestOrigin({ origin: 'https://evil.example' }) }
    expect(await verifier.verify(elsewhere)).toMatchObject({
      refusal: { code: 'domain_not_allowed', suggestedPattern: 'evil.example' },
    })
    const framed = { ...elsewhere, origin: { kind: 'framed', embedder: 'https://shop.example.com' } as const }
    expect(codeOf(await verifier.verify(framed))).toBe('ok')
  })

  test('is refused with the suggestion of the caller’s choice', async () => {
    const { verifier } = createHarness({ suggestPattern: (origin) => `for ${origin}` })
    const elsewhere = { ...request, origin: resolveRequestOrigin({ origin: 'https://co.uk' }) }
    expect(await verifier.verify(elsewhere)).toMatchObject({
      refusal: { suggestedPattern: 'for https://co.uk' },
    })
  })

  test('looks up each pair of key and scene', async () => {
    const { verifier, calls } = createHarness()
    const other = generateApiKey()
    await verifier.verify(request)
    await verifier.verify({ ...request, sceneId: 'other' })
    await verifier.verify({ ...request, authorization: `Bearer ${other}` })
    expect(calls).toEqual([
      `find hash-${token.slice(-4)} scene`,
      `find hash-${token.slice(-4)} other`,
      `find hash-${other.slice(-4)} scene`,
    ])
  })
})

describe('hashing', () => {
  test('is SHA-256 by default', async () => {
    const { verifier, calls } = createHarness({ hash: undefined })
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    expect(calls).toEqual([`find ${(await hashApiKey(token)).slice(0, 9)} scene`])
  })

  test('may wait', async () => {
    const { verifier } = createHarness({ hash: async () => 'hash' })
    expect(codeOf(await verifier.verify(request))).toBe('ok')
  })

  test('under several peppers tries each until a key is found', async () => {
    const asked: string[] = []
    const { verifier } = createHarness({
      hash: () => ['new', 'old', 'oldest'],
      store: {
        async findAccess(tokenHash) {
          asked.push(tokenHash)
          return tokenHash === 'old' ? recordOf() : recordOf({ key: null })
        },
      },
    })
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    expect(asked).toEqual(['new', 'old'])
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    expect(asked).toEqual(['new', 'old'])
  })

  test('under several peppers ends as an unknown key where none fits', async () => {
    const { verifier, state } = createHarness({ hash: async () => ['new', 'old'] })
    state.record = recordOf({ key: null })
    expect(codeOf(await verifier.verify(request))).toBe('unknown_key')
  })
})

describe('what broke', () => {
  const unavailable = {
    ok: false,
    refusal: { code: 'temporarily_unavailable', layer: null, retryAfterSeconds: 1 },
    keyId: null,
    organizationId: null,
    projectId: null,
  }
  const broken = new Error('connection refused')
  const fail = () => {
    throw broken
  }
  const reject = async () => fail()

  test.each<[string, Partial<VerifierOptions<Payload>>]>([
    ['the store', { store: { findAccess: reject } }],
    ['the store, at once', { store: { findAccess: fail } }],
    ['the hash', { hash: fail }],
    ['the hash, later', { hash: reject }],
    ['the failure limiter', { limiter: { check: fail, recordFailure: () => null } }],
    ['the failure limiter, later', { limiter: { check: reject, recordFailure: () => null } }],
    ['the clock', { clock: { now: fail } }],
  ])('(%s) is a decision, not an exception, with the cause for the log', async (_what, options) => {
    const { verifier } = createHarness(options)
    expect(await verifier.verify(request)).toEqual({ ...unavailable, cause: broken })
  })

  test('is not remembered: the next request asks again', async () => {
    const { verifier, state } = createHarness()
    state.error = broken
    expect(codeOf(await verifier.verify(request))).toBe('temporarily_unavailable')
    state.error = null
    expect(codeOf(await verifier.verify(request))).toBe('ok')
  })

  test('leaves what is in the cache good until its lease ends, and no longer', async () => {
    const { verifier, state } = createHarness()
    await verifier.verify(request)
    state.error = broken
    state.monotonic = 999
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    state.monotonic = 1000
    expect(codeOf(await verifier.verify(request))).toBe('temporarily_unavailable')
  })

  test('in a stored pattern closes the project, and says which', async () => {
    const { verifier, state } = createHarness()
    state.record = recordOf({ allowlist: { allowedDomains: ['*.*'], allowLocalhost: true } })
    const decision = await verifier.verify(request)
    expect(decision).toMatchObject(unavailable)
    expect(String(!decision.ok && decision.cause)).toContain('"*.*" is not a pattern')
  })
})

describe('failures', () => {
  /** Allows `limit` failures a client. */
  function createLimiter(limit: number, wait: boolean) {
    const counts = new Map<string, number>()
    const rateLimit: RateLimit = { limit, windowSeconds: 60, retryAfterSeconds: 42 }
    const maybeLater = <T>(value: T) => (wait ? Promise.resolve(value) : value)
    return {
      counts,
      rateLimit,
      check: (client: string) => maybeLater((counts.get(client) ?? 0) > limit ? rateLimit : null),
      recordFailure(client: string) {
        const count = (counts.get(client) ?? 0) + 1
        counts.set(client, count)
        return maybeLater(count > limit ? rateLimit : null)
      },
    }
  }

  test.each([false, true])(
    'beyond the limit block the client, and nobody else (waiting limiter: %s)',
    async (wait) => {
      const limiter = createLimiter(2, wait)
      const { verifier, calls } = createHarness({ limiter })
      const bad = { ...request, authorization: undefined }
      expect(codeOf(await verifier.verify(bad))).toBe('missing_token')
      expect(codeOf(await verifier.verify(bad))).toBe('missing_token')
      expect(await verifier.verify(bad)).toEqual({
        ok: false,
        refusal: { code: 'rate_limited', layer: null, rateLimit: limiter.rateLimit },
        keyId: null,
        organizationId: null,
        projectId: null,
      })
      // The good ones too, and before anything is looked at or counted.
      expect(codeOf(await verifier.verify(request))).toBe('rate_limited')
      expect(calls).toEqual([])
      expect(limiter.counts.get('192.0.2.1')).toBe(3)
      expect(codeOf(await verifier.verify({ ...request, client: '192.0.2.2' }))).toBe('ok')
    },
  )

  test('of parallel requests are counted one by one', async () => {
    const limiter = createLimiter(2, true)
    const { verifier, state } = createHarness({ limiter })
    state.record = recordOf({ key: null })
    const decisions = await Promise.all(Array.from({ length: 5 }, () => verifier.verify(request)))
    expect(decisions.map(codeOf)).toEqual([
      'unknown_key',
      'unknown_key',
      'rate_limited',
      'rate_limited',
      'rate_limited',
    ])
  })

  test.each([
    ['unknown_key', { key: null }],
    ['scene_not_found', { scene: null }],
    ['domain_not_allowed', { allowlist: null }],
    ['project_out_of_scope', { key: { ...recordOf().key!, projectIds: [] } }],
    ['key_revoked', { key: { ...recordOf().key!, revokedAt: noon } }],
    ['key_expired', { key: { ...recordOf().key!, expiresAt: noon } }],
  ])('are counted: %s', async (code, record) => {
    const limiter = createLimiter(10, false)
    const { verifier, state } = createHarness({ limiter })
    state.record = recordOf(record)
    expect(codeOf(await verifier.verify(request))).toBe(code)
    expect(limiter.counts.get('192.0.2.1')).toBe(1)
  })

  test('are not counted for what succeeds or what broke, nor without a client', async () => {
    const limiter = createLimiter(10, false)
    const { verifier, state } = createHarness({ limiter })
    for (let i = 0; i < 20; i += 1) await verifier.verify(request)
    state.error = new Error('down')
    await verifier.verify({ ...request, sceneId: 'other' })
    await verifier.verify({ ...request, authorization: undefined, client: null })
    expect(limiter.counts.size).toBe(0)
  })

  test('of requests without a client are not the limiter’s business', async () => {
    const asked: unknown[] = []
    const note = (client: unknown) => {
      asked.push(client)
      return null
    }
    const { verifier } = createHarness({ limiter: { check: note, recordFailure: note } })
    await verifier.verify({ ...request, authorization: undefined, client: null })
    expect(asked).toEqual([])
  })

  test('that cannot be counted stay refused, with the reason for the log', async () => {
    const cause = new Error('limiter down')
    for (const recordFailure of [
      async () => Promise.reject(cause),
      () => {
        throw cause
      },
    ]) {
      const { verifier } = createHarness({ limiter: { check: () => null, recordFailure } })
      expect(await verifier.verify({ ...request, authorization: undefined })).toMatchObject({
        refusal: { code: 'missing_token' },
        cause,
      })
    }
  })

  test('may be counted by a limiter that returns nothing', async () => {
    const { verifier } = createHarness({ limiter: { check: () => null, recordFailure: () => {} } })
    expect(codeOf(await verifier.verify({ ...request, authorization: undefined }))).toBe('missing_token')
  })
})

describe('a change', () => {
  test.each([
    ['of the key', { keyId: 'key' }],
    ['of the organization', { organizationId: 'organization' }],
    ['of the project', { projectId: 'project' }],
    ['of the scene', { sceneId: 'scene' }],
    ['of unknown extent', undefined],
  ])('%s is seen by the next request', async (_what, change) => {
    const { verifier, state, calls } = createHarness()
    await verifier.verify(request)
    state.record = recordOf({ key: { ...recordOf().key!, revokedAt: noon } })
    verifier.invalidate(change)
    expect(verifier.size).toBe(0)
    expect(codeOf(await verifier.verify(request))).toBe('key_revoked')
    expect(calls).toHaveLength(2)
  })

  test.each([
    ['of another key', { keyId: 'other' }],
    ['of another organization', { organizationId: 'other' }],
    ['of another project', { projectId: 'other' }],
    ['of another scene', { sceneId: 'other' }],
    ['of nothing', {}],
  ])('%s leaves the cache warm', async (_what, change) => {
    const { verifier } = createHarness()
    await verifier.verify(request)
    verifier.invalidate(change)
    expect(verifier.size).toBe(1)
    expect(verifier.verify(request)).toMatchObject({ ok: true })
  })

  test.each([
    ['a key', { key: null }],
    ['a scene', { scene: null }],
  ])('may bring %s into being that was not there', async (_what, missing) => {
    const { verifier, state } = createHarness()
    state.record = recordOf(missing)
    expect(codeOf(await verifier.verify(request))).not.toBe('ok')
    state.record = recordOf()
    verifier.invalidate({ keyId: 'a-key-made-just-now' })
    expect(codeOf(await verifier.verify(request))).toBe('ok')
  })
})

describe('the cache', () => {
  test('holds as many lookups as it may, keys that exist apart from those that do not', async () => {
    const { verifier, state } = createHarness({ maxEntries: 2 })
    for (const sceneId of ['a', 'b', 'c']) await verifier.verify({ ...request, sceneId })
    expect(verifier.size).toBe(2)
    state.record = recordOf({ key: null })
    for (const sceneId of ['d', 'e', 'f']) await verifier.verify({ ...request, sceneId })
    state.record = recordOf({ scene: null })
    for (const sceneId of ['g', 'h', 'i']) await verifier.verify({ ...request, sceneId })
    expect(verifier.size).toBe(4)
    expect(verifier.verify({ ...request, sceneId: 'c' })).toMatchObject({ ok: true })
  })

  test('may be as small as one lookup', async () => {
    const { verifier } = createHarness({ maxEntries: 1 })
    for (const sceneId of ['a', 'b']) await verifier.verify({ ...request, sceneId })
    expect(verifier.size).toBe(1)
  })

  test('does not keep lookups of scene ids that are longer than any', async () => {
    const { verifier, calls } = createHarness()
    for (const length of [128, 129]) {
      const long = { ...request, sceneId: 'x'.repeat(length) }
      expect(codeOf(await verifier.verify(long))).toBe('ok')
      expect(codeOf(await verifier.verify(long))).toBe('ok')
    }
    expect(verifier.size).toBe(1)
    expect(calls).toHaveLength(3)
  })

  test('is off with a TTL of 0', async () => {
    const { verifier, calls } = createHarness({ ttlMs: 0 })
    await Promise.all([verifier.verify(request), verifier.verify(request)])
    await verifier.verify(request)
    expect(calls).toHaveLength(3)
  })

  test('coalesces: a hundred requests at once are one lookup', async () => {
    const { verifier, calls } = createHarness()
    const decisions = await Promise.all(Array.from({ length: 100 }, () => verifier.verify(request)))
    expect(decisions.every(({ ok }) => ok)).toBe(true)
    expect(calls).toHaveLength(1)
  })

  test.each([
    [{ ttlMs: -1 }, /ttlMs is -1/],
    [{ ttlMs: Number.NaN }, /ttlMs is NaN/],
    [{ ttlMs: Number.POSITIVE_INFINITY }, /ttlMs is Infinity/],
    [{ maxEntries: 0 }, /maxEntries is 0/],
    [{ maxEntries: 1.5 }, /maxEntries is 1.5/],
  ])('refuses options that make no sense: %j', (options, message) => {
    expect(() => createHarness(options)).toThrow(message)
  })

  test('works on the clocks of the platform', async () => {
    const { verifier, calls } = createHarness({ clock: undefined, monotonicNow: undefined, ttlMs: 3_600_000 })
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    expect(codeOf(await verifier.verify(request))).toBe('ok')
    expect(calls).toHaveLength(1)
  })
})
