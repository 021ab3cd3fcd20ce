/** The rules about keys. Each looks at one key, with its traffic, and says what it finds or null. */
import { DEFAULT_EXPIRY_DAYS, type ExpiryDays, keyStatus } from '@vectreal/auth-core'
import type { Evidence, Finding, FindingCode, Fix, Severity } from '../schemas/hygiene.js'
import {
  DAY_MS,
  daysAgo,
  type KeyFacts,
  type ProjectFacts,
  RECENT_DAYS,
  TRAFFIC_DAYS,
  type TrafficFacts,
} from './facts.js'
import { groupBy } from './group-by.js'
import { siteOf } from './site-of.js'
import { list, nameDay, nameKey } from './wording.js'

export interface KeyCase {
  readonly key: KeyFacts
  /** Of this key. */
  readonly traffic: readonly TrafficFacts[]
  readonly projects: readonly ProjectFacts[]
  readonly now: Date
  readonly maxKeyLifetimeDays: number | null
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
  const use =
    browserLoads > 0
      ? 'and is used from browsers, where anyone can copy it'
      : isUnused
        ? 'and nothing uses it'
        : 'so a copy of it works for good'
  return about(key, 'key_never_expires', isUnused || browserLoads > 0 ? 'high' : 'medium', {
    message: `${nameKey(key)} never expires ${use}. ${lastUse(key)}`,
    evidence: { days: TRAFFIC_DAYS, browserLoads, lastUsedAt: key.lastUsedAt?.toISOString() ?? null },
    fix: isUnused
      ? { action: 'revoke_key', keyId: key.id }
      : { action: 'rotate_key', keyId: key.id, expiresInDays: DEFAULT_EXPIRY_DAYS },
  })
}

const findFullScope: KeyRule = ({ key, traffic, projects }) => {
  if (projects.length < 2 || key.projectIds.length < projects.length) return null
  const usedProjectIds = projectsOf(traffic).filter((id) => key.projectIds.includes(id))
  const used = usedProjectIds.length === 0 ? 'none of them' : `only ${usedProjectIds.length} of them`
  const seen =
    usedProjectIds.length === projects.length ? 'It reads all of them.' : `It was seen to read ${used}.`
  return about(key, 'key_covers_all_projects', 'medium', {
    message: `${nameKey(key)} covers all ${projects.length} projects of the organization. ${seen}`,
    evidence: { days: TRAFFIC_DAYS, projectIds: [...key.projectIds], usedProjectIds },
    fix: narrower(key, usedProjectIds),
  })
}

/** Of a key that nothing uses yet, no scope can be judged. */
const findUnusedScope: KeyRule = ({ key, traffic, projects }) => {
  const usedProjectIds = projectsOf(traffic).filter((id) => key.projectIds.includes(id))
  const unusedProjectIds = key.projectIds.filter((id) => !usedProjectIds.includes(id))
  if (usedProjectIds.length === 0 || unusedProjectIds.length === 0) return null
  const names = list(
    projects.filter(({ id }) => unusedProjectIds.includes(id)).map(({ name }) => `“${name}”`),
  )
  return about(key, 'key_scope_unused', 'medium', {
    message: `${nameKey(key)} covers ${names}, but was not seen to read there in the last ${TRAFFIC_DAYS} days.`,
    evidence: { days: TRAFFIC_DAYS, projectIds: [...key.projectIds], usedProjectIds, unusedProjectIds },
    fix: narrower(key, usedProjectIds),
  })
}

const findUnused: KeyRule = ({ key, now }) => {
  const since = daysAgo(now, TRAFFIC_DAYS)
  if (key.createdAt >= since || (key.lastUsedAt !== null && key.lastUsedAt >= since)) return null
  return about(key, 'key_unused', 'medium', {
    message: `${nameKey(key)} was not used for ${TRAFFIC_DAYS} days or more. ${lastUse(key)}`,
    evidence: {
      days: TRAFFIC_DAYS,
      createdAt: key.createdAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    },
    fix: { action: 'revoke_key', keyId: key.id },
  })
}

const findExpiring: KeyRule = ({ key, now }) => {
  if (key.expiresAt === null || keyStatus(key, now) !== 'expiring') return null
  const inUse = key.lastUsedAt !== null && key.lastUsedAt >= daysAgo(now, RECENT_DAYS)
  return about(key, 'key_expiring_without_successor', inUse ? 'high' : 'medium', {
    message: `${nameKey(key)} expires on ${nameDay(key.expiresAt)} and nothing replaces it. ${lastUse(key)}`,
    evidence: {
      expiresAt: key.expiresAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    },
    fix: { action: 'rotate_key', keyId: key.id, expiresInDays: DEFAULT_EXPIRY_DAYS },
  })
}

const findWithoutProject: KeyRule = ({ key }) => {
  if (key.projectIds.length > 0) return null
  return about(key, 'key_without_project', 'medium', {
    message: `${nameKey(key)} has no project left and opens nothing. ${lastUse(key)}`,
    evidence: { projectIds: [], lastUsedAt: key.lastUsedAt?.toISOString() ?? null },
    fix: { action: 'revoke_key', keyId: key.id },
  })
}

const findTooLongLife: KeyRule = ({ key, maxKeyLifetimeDays: max }) => {
  if (max === null) return null
  const { createdAt, expiresAt } = key
  if (expiresAt !== null && expiresAt.getTime() - createdAt.getTime() <= max * DAY_MS) return null
  const end = expiresAt === null ? 'has no end' : `ends on ${nameDay(expiresAt)}`
  return about(key, 'key_outlives_limit', 'medium', {
    message: `${nameKey(key)} ${end}; keys of this organization live ${max} days at most. ${lastUse(key)}`,
    evidence: {
      days: max,
      createdAt: createdAt.toISOString(),
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    },
    fix: { action: 'rotate_key', keyId: key.id, expiresInDays: longestAllowed(max) },
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
  findExpiring,
  findTooLongLife,
  findWithoutProject,
]

/** A key that another one replaces is on its way out: nothing about it needs to be mended any more. */
export function judgeKey(given: KeyCase): Finding[] {
  if (given.key.replacedById !== null) return []
  return RULES.map((rule) => rule(given)).filter((finding) => finding !== null)
}

interface Said {
  readonly message: string
  readonly evidence: Evidence
  readonly fix: Fix
}

function about({ id, name, preview }: KeyFacts, code: FindingCode, severity: Severity, said: Said): Finding {
  return { code, severity, keyId: id, key: { id, name, preview }, projectId: null, project: null, ...said }
}

const narrower = ({ id }: KeyFacts, projectIds: string[]): Fix => ({
  action: 'create_key',
  projectIds,
  expiresInDays: DEFAULT_EXPIRY_DAYS,
  thenRevokeKeyId: id,
})

const lastUse = ({ lastUsedAt, createdAt }: KeyFacts): string =>
  lastUsedAt === null
    ? `Created on ${nameDay(createdAt)}, never used.`
    : `Last used on ${nameDay(lastUsedAt)}.`

const sumLoads = (rows: readonly TrafficFacts[]): number => rows.reduce((sum, { loads }) => sum + loads, 0)
const latestOf = (rows: readonly TrafficFacts[]): Date =>
  new Date(Math.max(...rows.map(({ lastSeenAt }) => lastSeenAt.getTime())))
const projectsOf = (rows: readonly TrafficFacts[]): string[] =>
  [...new Set(rows.map(({ projectId }) => projectId))].toSorted()
