/** The rules about keys. Each looks at one key, with its traffic, and says what it finds or null. */
import { DEFAULT_EXPIRY_DAYS, type ExpiryDays, keyStatus } from '@vectreal/auth-core'
import { countNoun } from '../../count-noun.js'
import type { Evidence, Finding, FindingCode, Fix, Severity } from '../../schemas/hygiene.js'
import {
  DAY_MS,
  daysAgo,
  type KeyFacts,
  type KeyLimits,
  type ProjectFacts,
  RECENT_DAYS,
  TRAFFIC_DAYS,
  type TrafficFacts,
} from './facts.js'
import { unusedEnd } from '../keys/unused-end.js'
import { groupBy } from './group-by.js'
import { siteOf } from './site-of.js'
import { list, nameDay, nameKey } from './wording.js'

export interface KeyCase {
  readonly key: KeyFacts
  /** Of this key. */
  readonly traffic: readonly TrafficFacts[]
  /** By id, in the organization's order. */
  readonly projects: ReadonlyMap<string, ProjectFacts>
  /** All live keys of the organization. */
  readonly keys: readonly KeyFacts[]
  readonly now: Date
  readonly limits: KeyLimits
}

type KeyRule = (given: KeyCase) => Finding | null

const findUnrelatedSites: KeyRule = ({ key, traffic, now }) => {
  const recent = traffic.filter(({ lastSeenAt }) => lastSeenAt >= daysAgo(now, RECENT_DAYS))
  const bySite = groupBy(
    recent.filter(({ origin }) => siteOf(origin) !== null),
    ({ origin }) => siteOf(origin) ?? '',
  )
  if (bySite.size < 2) return null
  const sites = [...bySite]
    .map(([site, rows]) => ({
      site,
      origins: [...new Set(rows.map(({ origin }) => origin))].toSorted(),
      loads: sumLoads(rows),
      lastSeenAt: latestOf(rows).toISOString(),
    }))
    .toSorted((a, b) => b.loads - a.loads || (a.site < b.site ? -1 : 1))
  const names = list(sites.map(({ site }) => site))
  const usedProjectIds = projectsOf(traffic)
  return about(key, 'key_on_unrelated_sites', 'high', {
    message: `${nameKey(key)} loads scenes on ${sites.length} unrelated sites: ${names}. Make a key for each, then revoke this one.`,
    evidence: { days: RECENT_DAYS, sites, usedProjectIds },
    fix: narrower(key, usedProjectIds),
  })
}

const findNoExpiry: KeyRule = ({ key, traffic, now }) => {
  if (key.expiresAt !== null) return null
  const browserLoads = sumLoads(traffic.filter(({ client }) => client === 'browser'))
  const isUnused = key.lastUsedAt === null || key.lastUsedAt < daysAgo(now, TRAFFIC_DAYS)
  const isPublic = key.kind === 'api_key' && browserLoads > 0
  const use = isPublic
    ? 'and is used from browsers, where anyone can copy it'
    : isUnused
      ? 'and nothing uses it'
      : 'so a copy of it works for good'
  return about(key, 'key_never_expires', isUnused || isPublic ? 'high' : 'medium', {
    message: `${nameKey(key)} never expires ${use}. ${lastUse(key)}`,
    evidence: { days: TRAFFIC_DAYS, browserLoads, lastUsedAt: key.lastUsedAt?.toISOString() ?? null },
    fix: isUnused ? revoked(key) : replaced(key, DEFAULT_EXPIRY_DAYS),
  })
}

const findFullScope: KeyRule = ({ key, traffic, projects }) => {
  if (projects.size < 2 || key.projectIds.length < projects.size) return null
  const usedProjectIds = usedOf(key, traffic)
  const used = usedProjectIds.length === 0 ? 'none of them' : `only ${usedProjectIds.length} of them`
  const seen =
    usedProjectIds.length === projects.size ? 'It reads all of them.' : `It was seen to read ${used}.`
  return about(key, 'key_covers_all_projects', 'medium', {
    message: `${nameKey(key)} covers all ${projects.size} projects of the organization. ${seen}`,
    evidence: { days: TRAFFIC_DAYS, projectIds: [...key.projectIds], usedProjectIds },
    fix: narrower(key, usedProjectIds),
  })
}

/** Of a key that nothing uses yet, no scope can be judged. */
const findUnusedScope: KeyRule = ({ key, traffic, projects }) => {
  const usedProjectIds = usedOf(key, traffic)
  const used = new Set(usedProjectIds)
  const unusedProjectIds = key.projectIds.filter((id) => !used.has(id))
  if (usedProjectIds.length === 0 || unusedProjectIds.length === 0) return null
  const names = list(unusedProjectIds.flatMap((id) => projects.get(id) ?? []).map(({ name }) => `“${name}”`))
  return about(key, 'key_scope_unused', 'medium', {
    message: `${nameKey(key)} covers ${names}, but has not been used there in the last ${TRAFFIC_DAYS} days.`,
    evidence: { days: TRAFFIC_DAYS, projectIds: [...key.projectIds], usedProjectIds, unusedProjectIds },
    fix: narrower(key, usedProjectIds),
  })
}

const findUnused: KeyRule = ({ key, limits, now }) => {
  if (key.unusedNoticeAt !== null && limits.endUnusedKeysAfterDays !== null) return null
  const since = daysAgo(now, TRAFFIC_DAYS)
  if (key.createdAt >= since || (key.lastUsedAt !== null && key.lastUsedAt >= since)) return null
  return about(key, 'key_unused', 'medium', {
    message: `${nameKey(key)} has not been used for ${TRAFFIC_DAYS} days or more. ${lastUse(key)}`,
    evidence: {
      days: TRAFFIC_DAYS,
      createdAt: key.createdAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    },
    fix: revoked(key),
  })
}

const findUnusedEnd: KeyRule = ({ key, limits: { endUnusedKeysAfterDays: days } }) => {
  const { createdAt, lastUsedAt, unusedNoticeAt } = key
  if (days === null || unusedNoticeAt === null) return null
  const endsAt = unusedEnd(key, days, unusedNoticeAt)
  return about(key, 'key_ends_unused', 'medium', {
    message: `${nameKey(key)} will be revoked on ${nameDay(endsAt)} unless it is used before then: this organization revokes keys that are unused for ${countNoun(days, 'day')}. ${lastUse(key)}`,
    evidence: {
      days,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      endsAt: endsAt.toISOString(),
    },
    fix: revoked(key),
  })
}

const findExpiring: KeyRule = ({ key, keys, now }) => {
  if (key.expiresAt === null || keyStatus(key, now) !== 'expiring') return null
  if (key.kind === 'signing_key' && keys.some((other) => canStandIn(other, key, now))) return null
  const inUse = key.lastUsedAt !== null && key.lastUsedAt >= daysAgo(now, RECENT_DAYS)
  return about(key, 'key_expiring_without_successor', inUse ? 'high' : 'medium', {
    message: `${nameKey(key)} expires on ${nameDay(key.expiresAt)} and nothing replaces it. ${lastUse(key)}`,
    evidence: {
      expiresAt: key.expiresAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    },
    fix: replaced(key, DEFAULT_EXPIRY_DAYS),
  })
}

/** Nothing says which signing key another one replaces: one that signs for as much and for longer does. */
function canStandIn(other: KeyFacts, key: KeyFacts, now: Date): boolean {
  return (
    other.id !== key.id &&
    other.kind === key.kind &&
    keyStatus(other, now) === 'active' &&
    key.projectIds.every((id) => other.projectIds.includes(id))
  )
}

const findWithoutProject: KeyRule = ({ key }) => {
  if (key.projectIds.length > 0) return null
  return about(key, 'key_without_project', 'medium', {
    message: `${nameKey(key)} has no project left and opens nothing. ${lastUse(key)}`,
    evidence: { projectIds: [], lastUsedAt: key.lastUsedAt?.toISOString() ?? null },
    fix: revoked(key),
  })
}

const findTooLongLife: KeyRule = ({ key, limits: { maxKeyLifetimeDays: max } }) => {
  if (max === null) return null
  const { createdAt, expiresAt } = key
  if (expiresAt !== null && expiresAt.getTime() - createdAt.getTime() <= max * DAY_MS) return null
  const end = expiresAt === null ? 'never expires' : `expires on ${nameDay(expiresAt)}`
  return about(key, 'key_outlives_limit', 'medium', {
    message: `${nameKey(key)} ${end}; this organization’s keys may last at most ${countNoun(max, 'day')}. ${lastUse(key)}`,
    evidence: {
      days: max,
      createdAt: createdAt.toISOString(),
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    },
    fix: replaced(key, longestAllowed(max)),
  })
}

/** Of the lives that a key can be given. */
const longestAllowed = (max: number): ExpiryDays => (max >= 90 ? 90 : max >= 60 ? 60 : 30)

const RULES: readonly KeyRule[] = [
  findUnrelatedSites,
  findNoExpiry,
  findFullScope,
  findUnusedScope,
  findUnused,
  findUnusedEnd,
  findExpiring,
  findTooLongLife,
  findWithoutProject,
]

/** A key that another one replaces is on its way out: nothing about it needs fixing any more. */
export function judgeKey(given: KeyCase): Finding[] {
  if (given.key.replacedById !== null) return []
  return RULES.map((rule) => rule(given)).filter((finding) => finding !== null)
}

interface Said {
  readonly message: string
  readonly evidence: Evidence
  readonly fix: Fix
}

function about(
  { id, kind, name, preview }: KeyFacts,
  code: FindingCode,
  severity: Severity,
  said: Said,
): Finding {
  return {
    code,
    severity,
    keyId: id,
    key: { id, kind, name, preview },
    projectId: null,
    project: null,
    ...said,
  }
}

const replacement = ({ id, kind }: KeyFacts, projectIds: string[], expiresInDays: ExpiryDays): Fix => ({
  action: kind === 'api_key' ? 'create_key' : 'create_signing_key',
  projectIds,
  expiresInDays,
  thenRevokeKeyId: id,
})

const narrower = (key: KeyFacts, projectIds: string[]): Fix =>
  replacement(key, projectIds, DEFAULT_EXPIRY_DAYS)

/** A signing key has no overlap: a second one stands beside it until servers sign with that. */
const replaced = (key: KeyFacts, expiresInDays: ExpiryDays): Fix =>
  key.kind === 'api_key'
    ? { action: 'rotate_key', keyId: key.id, expiresInDays }
    : replacement(key, [...key.projectIds], expiresInDays)

const revoked = ({ id, kind }: KeyFacts): Fix => ({
  action: kind === 'api_key' ? 'revoke_key' : 'revoke_signing_key',
  keyId: id,
})

const lastUse = ({ lastUsedAt, createdAt }: KeyFacts): string =>
  lastUsedAt === null
    ? `Created on ${nameDay(createdAt)}, never used.`
    : `Last used on ${nameDay(lastUsedAt)}.`

const sumLoads = (rows: readonly TrafficFacts[]): number => rows.reduce((sum, { loads }) => sum + loads, 0)
const latestOf = (rows: readonly TrafficFacts[]): Date =>
  new Date(Math.max(...rows.map(({ lastSeenAt }) => lastSeenAt.getTime())))
const usedOf = ({ projectIds }: KeyFacts, traffic: readonly TrafficFacts[]): string[] => {
  const covered = new Set(projectIds)
  return projectsOf(traffic).filter((id) => covered.has(id))
}
const projectsOf = (rows: readonly TrafficFacts[]): string[] =>
  [...new Set(rows.map(({ projectId }) => projectId))].toSorted()
