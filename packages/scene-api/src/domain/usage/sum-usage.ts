/** Sums what embeds did, by day or by origin, for one organization or one key of it. */
import { and, asc, between, eq, exists, gt, isNull, max, not, type SQL, sql } from 'drizzle-orm'
import { alias, type AnyPgColumn, unionAll } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { Database } from '../../db/database.js'
import {
  refusalBuckets,
  usageBuckets,
  usageDays,
  usageSpans,
  usageTotals,
  visitorUsage,
} from '../../db/usage.js'
import { invalidRequest } from '../../problem.js'
import { clientSchema, type UsageBucket } from '../../schemas/usage.js'
import type { DayRange } from './day-range.js'
import { type Piece, splitRange } from './split-range.js'

export interface UsageScope {
  readonly organizationId: string
  /** Absent: every key, and what was refused without one. */
  readonly keyId?: string | undefined
  readonly projectId?: string | undefined
  readonly sceneId?: string | undefined
}

interface UsagePage {
  readonly cursor: string | undefined
  readonly limit: number
}

export interface SummedUsage {
  readonly items: (UsageBucket & { readonly sub?: string })[]
  readonly nextCursor: string | null
}

const dayPosition = z.tuple([z.iso.date(), clientSchema])
const originPosition = z.tuple([z.int(), z.string().regex(/^[^\0]*$/), clientSchema])

/** Oldest day first. */
export async function sumUsageByDay(
  db: Database,
  scope: UsageScope,
  range: DayRange,
  { cursor, limit }: UsagePage,
): Promise<SummedUsage> {
  const buckets = isWhole(scope) ? totalsOf(db, scope, range) : partOf(db, scope, range)
  const after = decodePosition(cursor, dayPosition)
  const rows = await db
    .select({ day: buckets.day, client: buckets.client, ...sumsOf(buckets) })
    .from(buckets)
    .where(after && sql`(${buckets.day}, ${buckets.client}) > (${after[0]}::date, ${after[1]})`)
    .groupBy(buckets.day, buckets.client)
    .orderBy(asc(buckets.day), asc(buckets.client))
    .limit(limit + 1)
  return toSummed(rows, limit, ({ day, client }) => [day, client])
}

/** Most loads first. */
export async function sumUsageByOrigin(
  db: Database,
  scope: UsageScope,
  range: DayRange,
  { cursor, limit }: UsagePage,
): Promise<SummedUsage> {
  const buckets = isWhole(scope) ? originsOf(db, scope, range) : partOf(db, scope, range)
  const fewer = sql`-sum(${buckets.loads})`
  const after = decodePosition(cursor, originPosition)
  const rows = await db
    .select({ origin: buckets.origin, client: buckets.client, ...sumsOf(buckets) })
    .from(buckets)
    .groupBy(buckets.origin, buckets.client)
    .having(
      after &&
        sql`(${fewer}, ${buckets.origin}, ${buckets.client}) > (${-after[0]}, ${after[1]}, ${after[2]})`,
    )
    .orderBy(fewer, asc(buckets.origin), asc(buckets.client))
    .limit(limit + 1)
  return toSummed(rows, limit, ({ loads, origin, client }) => [loads, origin, client])
}

/** By the visitor whom tokens of one signing key name; most loads first. */
export async function sumUsageBySubject(
  db: Database,
  { organizationId, keyId }: { readonly organizationId: string; readonly keyId: string },
  { from, to }: DayRange,
  { cursor, limit }: UsagePage,
): Promise<SummedUsage> {
  const { subject, client } = visitorUsage
  const fewer = sql`-sum(${visitorUsage.loads})`
  const after = decodePosition(cursor, originPosition)
  const rows = await db
    .select({ sub: subject, client, ...sumsOf(visitorUsage) })
    .from(visitorUsage)
    .where(
      and(
        eq(visitorUsage.organizationId, organizationId),
        eq(visitorUsage.keyId, keyId),
        between(visitorUsage.day, from, to),
      ),
    )
    .groupBy(subject, client)
    .having(after && sql`(${fewer}, ${subject}, ${client}) > (${-after[0]}, ${after[1]}, ${after[2]})`)
    .orderBy(fewer, asc(subject), asc(client))
    .limit(limit + 1)
  return toSummed(rows, limit, ({ loads, sub, client }) => [loads, sub, client])
}

const isWhole = ({ keyId, projectId, sceneId }: UsageScope): boolean =>
  keyId === undefined && projectId === undefined && sceneId === undefined

function totalsOf(db: Database, { organizationId }: UsageScope, { from, to }: DayRange) {
  return db
    .select({ day: usageTotals.day, client: usageTotals.client, ...countsOf(usageTotals) })
    .from(usageTotals)
    .where(and(eq(usageTotals.organizationId, organizationId), between(usageTotals.day, from, to)))
    .as('buckets')
}

/** Whole spans as one. A range that ends with what is counted, as most do, also the one it ends in. */
function originsOf(db: Database, { organizationId }: UsageScope, range: DayRange) {
  const { always, whileLast, unlessLast } = splitRange(range)
  const isLater = exists(
    db
      .select({ one: sql`1` })
      .from(usageTotals)
      .where(and(eq(usageTotals.organizationId, organizationId), gt(usageTotals.day, range.to))),
  )
  // By one name, so that both have columns of one type.
  const [dayCounts, spanCounts] = [alias(usageDays, 'counted'), alias(usageSpans, 'counted')]
  const read =
    (condition: SQL | undefined) =>
    ({ days, from, to }: Piece) =>
      days === 1
        ? db
            .select({ origin: dayCounts.origin, client: dayCounts.client, ...countsOf(dayCounts) })
            .from(dayCounts)
            .where(
              and(condition, eq(dayCounts.organizationId, organizationId), between(dayCounts.day, from, to)),
            )
        : db
            .select({ origin: spanCounts.origin, client: spanCounts.client, ...countsOf(spanCounts) })
            .from(spanCounts)
            .where(
              and(
                condition,
                eq(spanCounts.organizationId, organizationId),
                eq(spanCounts.days, days),
                between(spanCounts.firstDay, from, to),
              ),
            )
  const parts = [
    ...always.map(read(undefined)),
    ...whileLast.map(read(not(isLater))),
    ...unlessLast.map(read(isLater)),
  ]
  // Any two have the columns of all; what is false reads nothing.
  const nothing = () => read(sql`false`)({ days: 1, from: range.from, to: range.to })
  const [first = nothing(), second = nothing(), ...rest] = parts
  return unionAll(first, second, ...rest).as('buckets')
}

const countsOf = <Loads, Refusals, LastSeenAt>({
  loads,
  refusals,
  lastSeenAt,
}: {
  loads: Loads
  refusals: Refusals
  lastSeenAt: LastSeenAt
}) => ({ loads, refusals, lastSeenAt })

function partOf(
  db: Database,
  { organizationId, keyId, projectId, sceneId }: UsageScope,
  { from, to }: DayRange,
) {
  const given = (column: AnyPgColumn, value: string | undefined) =>
    value === undefined ? undefined : eq(column, value)
  const used = db
    .select({
      day: usageBuckets.day,
      origin: usageBuckets.origin,
      client: usageBuckets.client,
      loads: usageBuckets.loads,
      refusals: usageBuckets.refusals,
      lastSeenAt: usageBuckets.lastSeenAt,
    })
    .from(usageBuckets)
    .where(
      and(
        eq(usageBuckets.organizationId, organizationId),
        between(usageBuckets.day, from, to),
        given(usageBuckets.keyId, keyId),
        given(usageBuckets.projectId, projectId),
        given(usageBuckets.sceneId, sceneId),
      ),
    )
  // A refusal without a key is on no key's account, but on the organization's.
  const refusedWithoutKey = db
    .select({
      day: refusalBuckets.day,
      origin: refusalBuckets.origin,
      client: refusalBuckets.client,
      loads: sql<number>`0::bigint`.mapWith(Number).as('loads'),
      refusals: refusalBuckets.count,
      lastSeenAt: refusalBuckets.lastSeenAt,
    })
    .from(refusalBuckets)
    .where(
      and(
        keyId === undefined ? undefined : sql`false`,
        eq(refusalBuckets.organizationId, organizationId),
        isNull(refusalBuckets.keyId),
        between(refusalBuckets.day, from, to),
        given(refusalBuckets.projectId, projectId),
        given(refusalBuckets.sceneId, sceneId),
      ),
    )
  return unionAll(used, refusedWithoutKey).as('buckets')
}

const sumsOf = (
  buckets: Pick<ReturnType<typeof partOf> | typeof visitorUsage, 'loads' | 'refusals' | 'lastSeenAt'>,
) => ({
  loads: sql<number>`sum(${buckets.loads})`.mapWith(Number),
  refusals: sql<number>`sum(${buckets.refusals})`.mapWith(Number),
  lastSeenAt: max(buckets.lastSeenAt),
})

type Summed = Omit<UsageBucket, 'lastSeenAt'> & { readonly sub?: string; readonly lastSeenAt: Date | null }

function toSummed<Row extends Summed>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => readonly (string | number)[],
): SummedUsage {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows
      .slice(0, limit)
      .map((row) => ({ ...row, lastSeenAt: (row.lastSeenAt ?? new Date(0)).toISOString() })),
    nextCursor: last === undefined ? null : encodePosition(positionOf(last)),
  }
}

const encodePosition = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

function decodePosition<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.output<Schema> | undefined {
  if (cursor === undefined) return undefined
  const result = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
  if (result.success) return result.data
  throw invalidRequest([{ path: 'cursor', message: 'is not a cursor of this list' }])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
