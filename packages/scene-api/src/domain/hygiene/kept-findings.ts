/** The last judgement of large organizations: kept, shown page by page, and made anew while somebody looks at it. */
import { and, asc, count, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { findingSets, findings } from '../../db/findings.js'
import { organizations } from '../../db/organizations.js'
import type { Finding, FindingCounts, Severity } from '../../schemas/hygiene.js'
import { matchesText } from '../matches-text.js'
import { findFindings, rankOf } from './find-findings.js'
import { readFacts } from './read-facts.js'

/** How old a judgement may be that somebody looks at. */
const FRESH_MS = 5 * 60_000
/** Rows of one statement. */
const AT_ONCE = 1000
const NAME = sql`coalesce(${findings.finding} #>> '{key,name}', ${findings.finding} #>> '{project,name}')`
const SEVERITY = sql<Severity>`${findings.finding} ->> 'severity'`

type Base = Pick<Context, 'db' | 'clock'>

/** Findings from one place on, when all were made, and how many there are. */
export interface KeptFindings {
  readonly found: Finding[]
  readonly judgedAt: Date
  readonly counts: FindingCounts
}

/** `amount` findings that come after the one of rank `after`. The first time they are judged meanwhile. */
export async function readKeptFindings(
  context: Base,
  organizationId: string,
  { after, amount, q }: { readonly after: string; readonly amount: number; readonly q: string | undefined },
): Promise<KeptFindings> {
  const { db, clock } = context
  const now = clock.now()
  const [asked] = await db
    .insert(findingSets)
    .values({ organizationId, askedAt: now })
    .onConflictDoUpdate({ target: findingSets.organizationId, set: { askedAt: now } })
    .returning()
  const judgedAt = asked?.judgedAt ?? (await judge(context, organizationId))
  const isAsked = and(eq(findings.organizationId, organizationId), matchesText(q, NAME))
  const rows = await db
    .select({ finding: findings.finding })
    .from(findings)
    // Ranks are compared as JavaScript compares them, in no language's order.
    .where(and(isAsked, sql`${findings.rank} collate "C" > ${after}`))
    .orderBy(asc(findings.place))
    .limit(amount)
  const amounts = await db
    .select({ severity: SEVERITY, amount: count() })
    .from(findings)
    .where(isAsked)
    .groupBy(SEVERITY)
  const counts = {
    high: 0,
    medium: 0,
    low: 0,
    ...Object.fromEntries(amounts.map((row) => [row.severity, row.amount])),
  }
  return { found: rows.map(({ finding }) => finding as Finding), judgedAt, counts }
}

/** Those that somebody has looked at since they were made, and that are no longer fresh. */
export async function refreshFindings(context: Base): Promise<void> {
  const { db, clock } = context
  const staleBefore = new Date(clock.now().getTime() - FRESH_MS)
  const { judgedAt, askedAt } = findingSets
  const wanted = await db
    .select({ organizationId: findingSets.organizationId })
    .from(findingSets)
    .where(or(isNull(judgedAt), and(gt(askedAt, judgedAt), lt(judgedAt, staleBefore))))
  for (const { organizationId } of wanted) await judge(context, organizationId)
}

/** Once, whoever else asks for it meanwhile: the others wait and get the same. */
function judge({ db, clock }: Base, organizationId: string): Promise<Date> {
  return db.transaction(async (tx) => {
    const [set] = await tx
      .select()
      .from(findingSets)
      .where(eq(findingSets.organizationId, organizationId))
      .for('update')
    const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId))
    const now = clock.now()
    // It has been deleted meanwhile.
    if (!set || !organization) return now
    if (set.judgedAt !== null && now.getTime() - set.judgedAt.getTime() < FRESH_MS) return set.judgedAt
    await keep(tx, organizationId, findFindings(await readFacts(db, organization, now)))
    await tx.update(findingSets).set({ judgedAt: now }).where(eq(findingSets.organizationId, organizationId))
    return now
  })
}

async function keep(tx: Transaction, organizationId: string, found: readonly Finding[]): Promise<void> {
  await tx.delete(findings).where(eq(findings.organizationId, organizationId))
  for (let from = 0; from < found.length; from += AT_ONCE) {
    const rows = found
      .slice(from, from + AT_ONCE)
      .map((finding, index) => ({ organizationId, place: from + index, rank: rankOf(finding), finding }))
    await tx.insert(findings).values(rows)
  }
}
