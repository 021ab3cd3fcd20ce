/** The rules about projects and their allowlists. */
import { compileAllowlist, parseDomainPattern, suggestAcceptedPattern } from '@vectreal/auth-core'
import { countNoun } from '../../count-noun.js'
import type { Evidence, Finding, FindingCode, Fix, Severity } from '../../schemas/hygiene.js'
import { daysAgo, type ProjectFacts, RECENT_DAYS, TRAFFIC_DAYS, type TrafficFacts } from './facts.js'
import { siteOf } from './site-of.js'
import { list } from './wording.js'

export interface ProjectCase {
  readonly project: ProjectFacts
  /** Of this project, whatever the key. */
  readonly traffic: readonly TrafficFacts[]
  /** Whether a live key covers the project. */
  readonly hasKey: boolean
  readonly now: Date
}

type ProjectRule = (given: ProjectCase) => Finding | null

/** A wildcard that more hosts than this use is there for a reason: tenants, previews. */
const MAX_EXACT_ENTRIES = 20

const findLocalhost: ProjectRule = ({ project, traffic, now }) => {
  if (!project.allowLocalhost) return null
  const loads = sumLoads(productionOf(traffic, now))
  if (loads === 0) return null
  const localhostLoads = sumLoads(recentOf(traffic, now).filter(({ origin }) => origin === '(localhost)'))
  const use =
    localhostLoads === 0
      ? `Nobody loaded from localhost in the last ${RECENT_DAYS} days.`
      : `${countNoun(localhostLoads, 'load')} came from localhost in the last ${RECENT_DAYS} days: give development a project of its own first.`
  return about(project, 'localhost_in_production', localhostLoads === 0 ? 'medium' : 'low', {
    message: `“${project.name}” has production traffic and still allows localhost. ${use}`,
    evidence: { days: RECENT_DAYS, loads, localhostLoads },
    fix: changed(project, { allowLocalhost: false }),
  })
}

const findWildcards: ProjectRule = ({ project, traffic, now }) => {
  const patterns = project.allowedDomains.filter(
    (entry) => (parseDomainPattern(entry)?.wildcard ?? null) !== null,
  )
  const loads = sumLoads(productionOf(traffic, now))
  if (patterns.length === 0 || loads === 0) return null
  const wild = compileAllowlist({ allowedDomains: patterns, allowLocalhost: false })
  const exact = compileAllowlist({
    allowedDomains: project.allowedDomains.filter((entry) => !patterns.includes(entry)),
    allowLocalhost: false,
  })
  const origins = [...new Set(traffic.map(({ origin }) => origin))]
    .filter((origin) => wild.match(origin).allowed && !exact.match(origin).allowed)
    .toSorted()
  const use =
    origins.length === 0
      ? `No page needed ${patterns.length === 1 ? 'it' : 'them'} in the last ${TRAFFIC_DAYS} days.`
      : `In use below ${patterns.length === 1 ? 'it' : 'them'}: ${list(origins)}.`
  return about(project, 'wildcard_in_production', origins.length === 0 ? 'medium' : 'low', {
    message: `“${project.name}” has production traffic and allows ${list(patterns)}. ${use}`,
    evidence: { days: TRAFFIC_DAYS, patterns, origins, loads },
    fix:
      origins.length > MAX_EXACT_ENTRIES
        ? null
        : changed(project, {
            allowedDomains: [
              ...project.allowedDomains.filter((entry) => !patterns.includes(entry)),
              ...origins.map(suggestAcceptedPattern).filter((pattern) => pattern !== null),
            ],
          }),
  })
}

const findEmptyAllowlist: ProjectRule = ({ project, hasKey }) => {
  if (project.allowedDomains.length > 0 || !(hasKey || project.publishedScenes > 0)) return null
  const [severity, effect] = project.allowLocalhost
    ? (['low', 'only pages on localhost can show its scenes'] as const)
    : (['medium', 'no page at all can show its scenes'] as const)
  return about(project, 'empty_allowlist', severity, {
    message: `The allowlist of “${project.name}” is empty: ${effect}. Add the domains of its pages.`,
    evidence: { patterns: [] },
    fix: null,
  })
}

const RULES: readonly ProjectRule[] = [findLocalhost, findWildcards, findEmptyAllowlist]

export function judgeProject(given: ProjectCase): Finding[] {
  return RULES.map((rule) => rule(given)).filter((finding) => finding !== null)
}

interface Said {
  readonly message: string
  readonly evidence: Evidence
  readonly fix: Fix | null
}

function about({ id, name }: ProjectFacts, code: FindingCode, severity: Severity, said: Said): Finding {
  return { code, severity, keyId: null, key: null, projectId: id, project: { id, name }, ...said }
}

interface AllowlistChange {
  readonly allowedDomains?: string[]
  readonly allowLocalhost?: boolean
}

function changed({ id, allowedDomains, allowLocalhost }: ProjectFacts, change: AllowlistChange): Fix {
  return {
    action: 'change_allowlist',
    projectId: id,
    allowedDomains: [...allowedDomains],
    allowLocalhost,
    ...change,
  }
}

const recentOf = (traffic: readonly TrafficFacts[], now: Date): TrafficFacts[] =>
  traffic.filter(({ lastSeenAt }) => lastSeenAt >= daysAgo(now, RECENT_DAYS))
const productionOf = (traffic: readonly TrafficFacts[], now: Date): TrafficFacts[] =>
  recentOf(traffic, now).filter(({ origin }) => siteOf(origin) !== null)
const sumLoads = (rows: readonly TrafficFacts[]): number => rows.reduce((sum, { loads }) => sum + loads, 0)
