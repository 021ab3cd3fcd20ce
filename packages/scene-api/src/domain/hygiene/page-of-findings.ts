/**
 * One page of an organization's findings. A small organization is judged anew each time; of a large one the last judgement
 * is shown, and the next is made in the background.
 */
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { apiKeys } from '../../db/api-keys.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { projects } from '../../db/projects.js'
import type { Finding, FindingCounts } from '../../schemas/hygiene.js'
import type { KeyLimits } from './facts.js'
import { findFindings, rankOf } from './find-findings.js'
import { type KeptFindings, readKeptFindings } from './kept-findings.js'
import { readFacts } from './read-facts.js'

/** Keys and projects that are judged while somebody waits: some 50 ms. */
const JUDGED_AT_ONCE = 300

export interface FindingsPage {
  readonly items: Finding[]
  readonly nextCursor: string | null
  /** When they were found. */
  readonly judgedAt: string
  readonly counts: FindingCounts
}

interface FindingsQuery {
  readonly cursor?: string | undefined
  readonly limit: number
  /** Only of keys and projects with this text in their name. */
  readonly q?: string | undefined
}

type Judged = Pick<OrganizationRow, 'id' | keyof KeyLimits>

export async function pageOfFindings(
  context: Pick<Context, 'db' | 'clock'>,
  organization: Judged,
  { cursor, limit, q }: FindingsQuery,
): Promise<FindingsPage> {
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString()
  const { found, judgedAt, counts } = (await isLarge(context, organization.id))
    ? await readKeptFindings(context, organization.id, { after, amount: limit + 1, q })
    : await judgeNow(context, organization, after, q)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: last && found.length > limit ? Buffer.from(rankOf(last)).toString('base64url') : null,
    judgedAt: judgedAt.toISOString(),
    counts,
  }
}

async function judgeNow(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  organization: Judged,
  after: string,
  q: string | undefined,
): Promise<KeptFindings> {
  const now = clock.now()
  const all = findFindings(await readFacts(db, organization, now)).filter((finding) => isNamed(finding, q))
  const counts = { high: 0, medium: 0, low: 0 }
  for (const { severity } of all) counts[severity] += 1
  return { found: all.filter((finding) => rankOf(finding) > after), judgedAt: now, counts }
}

const isNamed = ({ key, project }: Finding, q: string | undefined): boolean =>
  q === undefined || (key ?? project)?.name.toLowerCase().includes(q.toLowerCase()) === true

async function isLarge({ db }: Pick<Context, 'db'>, organizationId: string): Promise<boolean> {
  const [keyCount, projectCount] = await Promise.all([
    db.$count(apiKeys, eq(apiKeys.organizationId, organizationId)),
    db.$count(projects, eq(projects.organizationId, organizationId)),
  ])
  return keyCount + projectCount > JUDGED_AT_ONCE
}
