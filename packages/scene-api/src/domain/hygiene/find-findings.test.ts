import { describe, expect, test } from 'vitest'
import { DAY_MS, type KeyFacts, type ProjectFacts, type TrafficFacts } from './facts.js'
import { findFindings } from './find-findings.js'

const now = new Date('2026-11-24T12:00:00.000Z')
const ago = (days: number) => new Date(now.getTime() - days * DAY_MS)
const ahead = (days: number) => ago(-days)

/** A key that nothing is wrong with. */
const goodKey: KeyFacts = {
  id: 'key',
  kind: 'api_key',
  name: 'Website',
  preview: 'aB7Q',
  createdAt: ago(20),
  expiresAt: ahead(70),
  revokesAt: null,
  revokedAt: null,
  replacedById: null,
  lastUsedAt: ago(1),
  projectIds: ['shop'],
  unusedNoticeAt: null,
}
const project = (id: string, given: Partial<ProjectFacts> = {}): ProjectFacts => ({
  id,
  name: `The ${id}`,
  allowedDomains: ['example.com'],
  allowLocalhost: false,
  publishedScenes: 1,
  ...given,
})
const load = (origin: string, given: Partial<TrafficFacts> = {}): TrafficFacts => ({
  keyId: 'key',
  projectId: 'shop',
  origin,
  client: 'browser',
  loads: 10,
  lastSeenAt: ago(1),
  ...given,
})

const goodTraffic = [load('https://example.com')]
const twoProjects = [project('shop'), project('blog')]

interface Given {
  key?: Partial<KeyFacts>
  projects?: ProjectFacts[]
  traffic?: TrafficFacts[]
  maxKeyLifetimeDays?: number | null
  endUnusedKeysAfterDays?: number | null
}
const find = ({
  key = {},
  projects = twoProjects,
  traffic = goodTraffic,
  maxKeyLifetimeDays = null,
  endUnusedKeysAfterDays = null,
}: Given = {}) =>
  findFindings({
    now,
    keys: [{ ...goodKey, ...key }],
    projects,
    traffic,
    limits: { maxKeyLifetimeDays, endUnusedKeysAfterDays },
  })
const codes = (given?: Given) => find(given).map(({ code }) => code)
const only = (given: Given) => {
  const findings = find(given)
  expect(findings).toHaveLength(1)
  return findings[0]
}

test('a key with an end, a small scope and one site is fine', () => {
  expect(codes()).toEqual([])
})

describe('one key on unrelated sites', () => {
  const onTwoSites = [
    load('https://example.com', { loads: 5 }),
    load('https://www.example.com', { loads: 2 }),
    load('https://other.test', { projectId: 'shop', loads: 9, lastSeenAt: ago(3) }),
  ]

  test('is found, with each site, its origins and the projects in use', () => {
    expect(only({ traffic: onTwoSites })).toMatchObject({
      code: 'key_on_unrelated_sites',
      severity: 'high',
      keyId: 'key',
      key: { id: 'key', kind: 'api_key', name: 'Website', preview: 'aB7Q' },
      message:
        '“Website” (…aB7Q) loads scenes on 2 unrelated sites: other.test and example.com. Make a key for each, then revoke this one.',
      evidence: {
        sites: [
          { site: 'other.test', origins: ['https://other.test'], loads: 9, lastSeenAt: ago(3).toISOString() },
          {
            site: 'example.com',
            origins: ['https://example.com', 'https://www.example.com'],
            loads: 7,
            lastSeenAt: ago(1).toISOString(),
          },
        ],
        usedProjectIds: ['shop'],
      },
      fix: { action: 'create_key', projectIds: ['shop'], expiresInDays: 90, thenRevokeKeyId: 'key' },
    })
  })

  test.each([
    ['www. and apex', [load('https://example.com'), load('https://www.example.com')]],
    ['a site and localhost', [load('https://example.com'), load('(localhost)')]],
    ['a site and programs without origin', [load('https://example.com'), load('(none)')]],
    [
      'a site left more than 30 days ago',
      [load('https://example.com'), load('https://b.test', { lastSeenAt: ago(31) })],
    ],
    [
      'another key on the other site',
      [load('https://example.com'), load('https://b.test', { keyId: 'other' })],
    ],
  ])('is not %s', (_what, traffic) => {
    expect(codes({ traffic })).toEqual([])
  })
})

describe('the longest life that the organization allows', () => {
  const created = ago(10)
  const living = (days: number) => new Date(created.getTime() + days * 86_400_000)
  test.each([
    ['is kept by a key of exactly that life', living(60), []],
    ['is broken by a millisecond more', new Date(living(60).getTime() + 1), ['key_outlives_limit']],
    ['is broken by no end', null, ['key_never_expires', 'key_outlives_limit']],
  ])('%s', (_what, expiresAt, expected) => {
    const key = { createdAt: created, expiresAt }
    expect(codes({ key, maxKeyLifetimeDays: 60 }).toSorted()).toEqual(expected)
  })
})

describe('a key that never expires', () => {
  test.each([
    ['high', 'browsers use it', {}, goodTraffic, 'rotate_key'],
    ['medium', 'only programs use it', {}, [load('https://example.com', { client: 'other' })], 'rotate_key'],
    ['high', 'nothing uses it', { lastUsedAt: null }, [], 'revoke_key'],
    ['high', 'nothing used it for 90 days', { lastUsedAt: ago(91) }, [], 'revoke_key'],
  ] as const)('is of %s severity where %s', (severity, _when, key, traffic, action) => {
    const given = { key: { ...key, expiresAt: null }, traffic: [...traffic] }
    expect(only(given)).toMatchObject({ code: 'key_never_expires', severity, fix: { action, keyId: 'key' } })
  })

  test('says when it was last used', () => {
    expect(only({ key: { expiresAt: null } })?.message).toContain('Last used on 2026-11-23.')
    expect(only({ key: { expiresAt: null, lastUsedAt: null } })?.message).toContain('never used')
  })
})

describe('a scope that is too wide', () => {
  const everything = { projectIds: ['shop', 'blog'] }

  test('covers every project of several, and some that it never reads', () => {
    const findings = find({ key: everything })
    expect(findings).toMatchObject([
      {
        code: 'key_covers_all_projects',
        evidence: { projectIds: ['shop', 'blog'], usedProjectIds: ['shop'] },
        fix: { action: 'create_key', projectIds: ['shop'], thenRevokeKeyId: 'key' },
      },
      {
        code: 'key_scope_unused',
        message: expect.stringContaining('“The blog”'),
        evidence: { usedProjectIds: ['shop'], unusedProjectIds: ['blog'] },
        fix: { action: 'create_key', projectIds: ['shop'] },
      },
    ])
  })

  test('covers every project, even where it reads them all', () => {
    const traffic = [...goodTraffic, load('https://example.com', { projectId: 'blog' })]
    expect(only({ key: everything, traffic })).toMatchObject({
      code: 'key_covers_all_projects',
      message: expect.stringContaining('It reads all of them.'),
      evidence: { usedProjectIds: ['blog', 'shop'] },
    })
  })

  test('is not judged by use before there is any', () => {
    expect(codes({ key: everything, traffic: [] })).toEqual(['key_covers_all_projects'])
  })

  test('is no matter in an organization with one project', () => {
    expect(codes({ projects: [project('shop')] })).toEqual([])
  })

  test('does not count a project that the key does not cover', () => {
    const traffic = [load('https://example.com', { projectId: 'deleted' })]
    expect(codes({ key: { projectIds: ['shop'] }, traffic })).toEqual([])
  })
})

describe('a key that is not used', () => {
  test.each([
    [['key_unused'], 'for 90 days', { createdAt: ago(200), lastUsedAt: ago(91) }],
    [['key_unused'], 'at all since it was made 91 days ago', { createdAt: ago(91), lastUsedAt: null }],
    [[], 'since it was made yesterday', { createdAt: ago(1), lastUsedAt: null }],
    [[], 'for 89 days', { createdAt: ago(200), lastUsedAt: ago(89) }],
  ])('finds %j when it was not used %s', (expected, _when, key) => {
    expect(codes({ key, traffic: [] })).toEqual(expected)
  })
})

describe('a key that ends soon', () => {
  test('without a successor is found: at once where it is in use', () => {
    expect(only({ key: { expiresAt: ahead(14) } })).toMatchObject({
      code: 'key_expiring_without_successor',
      severity: 'high',
      message: expect.stringContaining('expires on 2026-12-08'),
      fix: { action: 'rotate_key', keyId: 'key', expiresInDays: 90 },
    })
    expect(only({ key: { expiresAt: ahead(3), lastUsedAt: null } })).toMatchObject({ severity: 'medium' })
  })

  test('with a successor, or later than in 14 days, is fine', () => {
    expect(codes({ key: { expiresAt: ahead(3), revokesAt: ahead(1), replacedById: 'new' } })).toEqual([])
    expect(codes({ key: { expiresAt: new Date(ahead(14).getTime() + 1) } })).toEqual([])
  })
})

test('a key whose projects are gone is found', () => {
  expect(only({ key: { projectIds: [] }, traffic: [] })).toMatchObject({
    code: 'key_without_project',
    fix: { action: 'revoke_key', keyId: 'key' },
  })
})

test('nothing is found about a key that another one replaces', () => {
  const key = { replacedById: 'new', revokesAt: ahead(1), expiresAt: null, projectIds: ['shop', 'blog'] }
  expect(codes({ key })).toEqual([])
})

describe('an allowlist', () => {
  const shop = (given: Partial<ProjectFacts>) => [project('shop', given), project('blog')]

  test('that allows localhost beside production traffic is found, with a fix that keeps the domains', () => {
    const projects = shop({ allowLocalhost: true })
    expect(only({ projects })).toMatchObject({
      code: 'localhost_in_production',
      severity: 'medium',
      projectId: 'shop',
      evidence: { loads: 10, localhostLoads: 0 },
      fix: {
        action: 'change_allowlist',
        projectId: 'shop',
        allowedDomains: ['example.com'],
        allowLocalhost: false,
      },
    })
    const traffic = [...goodTraffic, load('(localhost)', { loads: 1 })]
    expect(only({ projects, traffic })).toMatchObject({
      severity: 'low',
      message: expect.stringContaining('1 load came from localhost'),
    })
    expect(codes({ projects, traffic: [load('(localhost)')] })).toEqual([])
  })

  test('with a wildcard is found; the fix names what was seen below it', () => {
    const projects = shop({ allowedDomains: ['example.com', '*.example.com', '*.old.test'] })
    const traffic = [...goodTraffic, load('https://cdn.example.com:8443'), load('https://www.example.com')]
    expect(only({ projects, traffic })).toMatchObject({
      code: 'wildcard_in_production',
      severity: 'low',
      evidence: {
        patterns: ['*.example.com', '*.old.test'],
        origins: ['https://www.example.com'],
      },
      fix: {
        action: 'change_allowlist',
        allowedDomains: ['example.com', 'www.example.com'],
        allowLocalhost: false,
      },
    })
    expect(only({ projects })).toMatchObject({ severity: 'medium', fix: { allowedDomains: ['example.com'] } })
  })

  test('with a wildcard for many hosts is left to a person', () => {
    const projects = shop({ allowedDomains: ['*.example.com'] })
    const traffic = Array.from({ length: 21 }, (_, n) => load(`https://tenant-${n}.example.com`))
    expect(only({ projects, traffic })).toMatchObject({ code: 'wildcard_in_production', fix: null })
  })

  test.each([
    ['low', true],
    ['medium', false],
  ])('that is empty is of %s severity where localhost is %s', (severity, allowLocalhost) => {
    const projects = shop({ allowedDomains: [], allowLocalhost })
    expect(only({ projects, traffic: [] })).toMatchObject({ code: 'empty_allowlist', severity, fix: null })
  })

  test('may be empty where there is nothing to show', () => {
    const projects = [project('shop'), project('blog', { allowedDomains: [], publishedScenes: 0 })]
    expect(codes({ projects })).toEqual([])
  })
})

test('the most pressing finding comes first', () => {
  const findings = find({
    key: { expiresAt: null, projectIds: ['shop', 'blog'] },
    projects: [project('shop', { allowLocalhost: true }), project('blog', { allowedDomains: [] })],
    traffic: [...goodTraffic, load('(localhost)')],
  })
  expect(findings.map(({ severity }) => severity)).toEqual(['high', 'medium', 'medium', 'medium', 'low'])
})
