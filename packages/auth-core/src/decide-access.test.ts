import { describe, expect, test } from 'vitest'
import { type AllowlistSettings, compileAllowlist } from './allowlist.js'
import { good, key, later, now, origin, scene } from '../tests/access-facts.js'
import { decideAccess, type AccessFacts } from './decide-access.js'

const before = new Date('2026-05-01T12:00:00Z')
const nobody = { keyId: null, organizationId: null, projectId: null }
const framedBy = (embedder: string) => ({ kind: 'framed', embedder }) as const
const framedUnder = (allowlistVersion: string) =>
  ({ kind: 'framed', embedder: null, allowlistVersion }) as const
const listOf = (settings: Partial<AllowlistSettings>) =>
  compileAllowlist({ allowedDomains: ['shop.example.com'], allowLocalhost: true, ...settings })
const known = { keyId: 'key', organizationId: 'organization', projectId: 'project' }

describe('access is granted', () => {
  test('where every layer agrees, with the scene and the pattern that let the page in', () => {
    expect(decideAccess(good)).toEqual({
      ok: true,
      ...known,
      scene,
      matchedPattern: 'shop.example.com',
      visitor: null,
    })
  })

  test.each([
    ['to localhost, which no pattern allows', { origin: { ...origin, origin: 'http://localhost:5173' } }],
    ['to a framed page on localhost', { origin: framedBy('http://localhost:5173') }],
    [
      'to a framed page without a known embedder, while the list is the one that framed it',
      { origin: framedUnder('v1'), allowlist: listOf({ version: 'v1' }) },
    ],
  ])('%s', (_what, facts) => {
    expect(decideAccess({ ...good, ...facts })).toEqual({
      ok: true,
      ...known,
      scene,
      matchedPattern: null,
      visitor: null,
    })
  })

  test.each([
    ['an expiring key', { ...key, expiresAt: new Date(now.getTime() + 1) }],
    ['a key without expiry', { ...key, expiresAt: null }],
    ['a key in its overlap', { ...key, revokesAt: new Date(now.getTime() + 1) }],
    ['a key of one project', { ...key, projectIds: ['project'] }],
  ])('to %s', (_what, key) => {
    expect(decideAccess({ ...good, key }).ok).toBe(true)
  })
})

describe('access is refused', () => {
  const format = { layer: 'format' }
  const organization = { code: 'scene_not_found', layer: 'organization' }
  const domain = { code: 'domain_not_allowed', layer: 'domain' }
  const project = { code: 'project_out_of_scope', layer: 'project' }
  const elsewhere = { ...known, projectId: null }
  test.each([
    ['without a token', { tokenFlaw: 'missing_token' }, { code: 'missing_token', ...format }, nobody],
    [
      'with a malformed token',
      { tokenFlaw: 'malformed_token' },
      { code: 'malformed_token', ...format },
      nobody,
    ],
    ['with an unknown key', { key: null }, { code: 'unknown_key', layer: 'key' }, nobody],
    [
      'with a revoked key',
      { key: { ...key, revokedAt: before, revokesAt: later } },
      { code: 'key_revoked', layer: 'key', revokedAt: before },
      known,
    ],
    [
      'with a key of a suspended organization',
      { key: { ...key, organizationSuspended: true } },
      { code: 'organization_suspended', layer: 'organization' },
      known,
    ],
    [
      'with a key of a suspended organization, whatever the scene and the page',
      { key: { ...key, organizationSuspended: true }, scene: null, allowlist: null },
      { code: 'organization_suspended', layer: 'organization' },
      { ...known, projectId: null },
    ],
    [
      'with a revoked key of a suspended organization: the key comes first',
      { key: { ...key, revokedAt: before, organizationSuspended: true } },
      { code: 'key_revoked', layer: 'key', revokedAt: before },
      known,
    ],
    [
      'with a key at the end of its overlap',
      { key: { ...key, revokesAt: now } },
      { code: 'key_revoked', layer: 'key', revokedAt: now },
      known,
    ],
    [
      'with a key at its expiry',
      { key: { ...key, expiresAt: now } },
      { code: 'key_expired', layer: 'key', expiredAt: now },
      known,
    ],
    [
      'with a revoked key, for a scene of another organization',
      { key: { ...key, revokedAt: before }, scene: { ...scene, organizationId: 'other' } },
      { code: 'key_revoked', layer: 'key', revokedAt: before },
      elsewhere,
    ],
    ['for a scene that does not exist', { scene: null }, organization, elsewhere],
    ['for a draft', { scene: { ...scene, status: 'draft' } }, organization, known],
    [
      'for a scene of another organization',
      { scene: { ...scene, organizationId: 'other' } },
      organization,
      elsewhere,
    ],
    [
      'to a page of another domain',
      { origin: { ...origin, origin: 'https://evil.example:8443' } },
      { ...domain, origin: 'https://evil.example:8443', suggestedPattern: 'evil.example:8443' },
      known,
    ],
    [
      'to a page of another domain by its Referer',
      { origin: { ...origin, source: 'referer', origin: 'http://evil.example' } },
      { ...domain, origin: 'http://evil.example', suggestedPattern: 'http://evil.example' },
      known,
    ],
    [
      'to localhost where the switch is off',
      {
        origin: { ...origin, origin: 'http://localhost:3000' },
        allowlist: compileAllowlist({ allowedDomains: [], allowLocalhost: false }),
      },
      { ...domain, origin: 'http://localhost:3000', suggestedPattern: null },
      known,
    ],
    [
      'to an opaque origin',
      { origin: { kind: 'null' } },
      { ...domain, origin: 'null', suggestedPattern: null },
      known,
    ],
    [
      'to no origin',
      { origin: { kind: 'none' } },
      { ...domain, origin: null, suggestedPattern: null },
      known,
    ],
    [
      'to an unreadable origin',
      { origin: { kind: 'invalid', seen: 'x' } },
      { ...domain, origin: 'x', suggestedPattern: null },
      known,
    ],
    [
      'where the allowlist is missing',
      { allowlist: null },
      { ...domain, origin: origin.origin, suggestedPattern: 'shop.example.com' },
      known,
    ],
    ['for a project outside the scope', { key: { ...key, projectIds: ['another-project'] } }, project, known],
    ['to a key with no project left', { key: { ...key, projectIds: [] } }, project, known],
    [
      'to a page framed by another domain',
      { origin: framedBy('https://evil.example') },
      { ...domain, origin: 'https://evil.example', suggestedPattern: 'evil.example' },
      known,
    ],
    [
      'to a page framed on localhost where that is off',
      { origin: framedBy('http://localhost:3000'), allowlist: listOf({ allowLocalhost: false }) },
      { ...domain, origin: 'http://localhost:3000', suggestedPattern: null },
      known,
    ],
    [
      'to a framed page without a known embedder where the list has changed',
      { origin: framedUnder('v1'), allowlist: listOf({ version: 'v2' }) },
      { ...domain, origin: null, suggestedPattern: null },
      known,
    ],
    [
      'to a framed page without a known embedder where no version of the list is told',
      { origin: framedUnder('v1'), allowlist: listOf({}) },
      { ...domain, origin: null, suggestedPattern: null },
      known,
    ],
    [
      'to a framed page for a project outside the scope',
      { key: { ...key, projectIds: [] }, origin: framedBy(origin.origin) },
      project,
      known,
    ],
  ])('%s', (_when, facts, refusal, attribution) => {
    expect(decideAccess({ ...good, ...(facts as Partial<AccessFacts>) })).toEqual({
      ok: false,
      refusal,
      ...attribution,
    })
  })

  test('with the suggestion of whoever asks', () => {
    const decision = decideAccess({
      ...good,
      origin: { ...origin, origin: 'https://co.uk' },
      suggestPattern: () => null,
    })
    expect(decision).toMatchObject({ refusal: { origin: 'https://co.uk', suggestedPattern: null } })
  })
})

test('of (own organization, in scope, allowed origin) only all three together load', () => {
  const granted: boolean[][] = []
  for (const isOwn of [true, false]) {
    for (const inScope of [true, false]) {
      for (const isAllowed of [true, false]) {
        const decision = decideAccess({
          ...good,
          scene: { ...scene, organizationId: isOwn ? 'organization' : 'other' },
          key: { ...key, projectIds: inScope ? ['project'] : ['another-project'] },
          origin: isAllowed ? origin : { ...origin, origin: 'https://evil.example' },
        })
        if (decision.ok) granted.push([isOwn, inScope, isAllowed])
      }
    }
  }
  expect(granted).toEqual([[true, true, true]])
})

describe('a visitor token', () => {
  const claims = {
    kid: 'key',
    issuedAt: before,
    expiresAt: later,
    scope: { scene: 'scene' },
    origin: null,
    subject: 'customer-7',
  }
  const withToken = (change: object = {}, facts: Partial<AccessFacts> = {}) =>
    decideAccess({ ...good, visitor: { claims: { ...claims, ...change }, isSigned: true }, ...facts })
  const refusalOf = (decision: ReturnType<typeof decideAccess>) => (decision.ok ? null : decision.refusal)

  test('opens its scene, and names its visitor', () => {
    expect(withToken()).toMatchObject({ ok: true, keyId: 'key', visitor: 'customer-7' })
    expect(withToken({ scope: { project: 'project' } }).ok).toBe(true)
    expect(withToken({ origin: 'https://shop.example.com' }).ok).toBe(true)
    expect(
      withToken(
        { origin: 'https://shop.example.com' },
        { origin: { kind: 'framed', embedder: 'https://shop.example.com' } },
      ).ok,
    ).toBe(true)
  })

  test.each([
    ['another scene', { scope: { scene: 'other' } }, {}],
    ['another project', { scope: { project: 'other' } }, {}],
    ['another origin', { origin: 'https://other.example.com' }, {}],
  ])('for %s is out of scope', (_what, change, facts) => {
    expect(refusalOf(withToken(change, facts))).toEqual({ code: 'token_out_of_scope', layer: 'project' })
  })

  test('is refused in the order of a key: signature, life, organization, domain, project, its own claims', () => {
    const other = { scope: { scene: 'other' } }
    const over = { ...other, expiresAt: now }
    const strangers = { scene: { ...scene, organizationId: 'other' } }
    const elsewhere = { origin: { ...origin, origin: 'https://evil.example.net' } }
    const unscoped = { key: { ...key, projectIds: [] } }
    expect(
      refusalOf(
        decideAccess({ ...good, ...strangers, visitor: { claims: { ...claims, ...over }, isSigned: false } }),
      ),
    ).toEqual({ code: 'unknown_key', layer: 'key' })
    expect(refusalOf(withToken(over, { key: { ...key, revokedAt: before } }))?.code).toBe('key_revoked')
    expect(refusalOf(withToken(over, strangers))).toEqual({
      code: 'key_expired',
      layer: 'key',
      expiredAt: now,
    })
    expect(refusalOf(withToken(other, { ...strangers, ...elsewhere }))?.code).toBe('scene_not_found')
    expect(refusalOf(withToken(other, { ...elsewhere, ...unscoped }))?.code).toBe('domain_not_allowed')
    expect(refusalOf(withToken(other, unscoped))?.code).toBe('project_out_of_scope')
  })

  test('is what a project may ask for, where a plain key is refused', () => {
    const guarded = { scene: { ...scene, requireVisitorToken: true } }
    expect(withToken({}, guarded).ok).toBe(true)
    expect(refusalOf(decideAccess({ ...good, ...guarded }))).toEqual({
      code: 'visitor_token_required',
      layer: 'project',
    })
  })
})
