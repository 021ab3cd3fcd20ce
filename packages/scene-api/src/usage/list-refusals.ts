/** What was refused, counted by place, origin and reason; the latest first. */
import { suggestAcceptedPattern } from '@vectreal/auth-core'
import { and, desc, eq, gte, lt, max, min, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { apiKeys } from '../db/api-keys.js'
import type { Database } from '../db/database.js'
import { projects } from '../db/projects.js'
import { scenes } from '../db/scenes.js'
import { embedReports, refusalBuckets } from '../db/usage.js'
import { decodeCursor, toPage } from '../http/cursor.js'
import type { RefusalCount, RefusalQuery, ReportCount, ReportQuery } from '../schemas/usage.js'
import { type DayRange, endOf, startOf } from './day-range.js'

interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

export async function listRefusals(
  db: Database,
  organizationId: string,
  range: DayRange,
  { projectId, keyId, code, cursor, limit }: RefusalQuery,
): Promise<Page<RefusalCount>> {
  const after = decodeCursor(cursor)
  const table = refusalBuckets
  const lastSeenAt = max(table.lastSeenAt)
  const lastId = max(table.id)
  const rows = await db
    .select({
      projectId: table.projectId,
      projectName: projects.name,
      sceneId: table.sceneId,
      sceneName: scenes.name,
      keyId: table.keyId,
      keyName: apiKeys.name,
      keyPreview: apiKeys.preview,
      origin: table.origin,
      client: table.client,
      code: table.code,
      layer: max(table.layer),
      count: sql<number>`sum(${table.count})`.mapWith(Number),
      firstSeenAt: min(table.firstSeenAt),
      lastSeenAt,
      lastId,
    })
    .from(table)
    .leftJoin(projects, and(eq(projects.id, table.projectId), eq(projects.organizationId, organizationId)))
    .leftJoin(scenes, and(eq(scenes.id, table.sceneId), eq(scenes.organizationId, organizationId)))
    .leftJoin(apiKeys, and(eq(apiKeys.id, table.keyId), eq(apiKeys.organizationId, organizationId)))
    .where(
      and(
        eq(table.organizationId, organizationId),
        gte(table.lastSeenAt, startOf(range)),
        lt(table.lastSeenAt, endOf(range)),
        projectId === undefined ? undefined : eq(table.projectId, projectId),
        keyId === undefined ? undefined : eq(table.keyId, keyId),
        code === undefined ? undefined : eq(table.code, code),
      ),
    )
    .groupBy(
      table.projectId,
      projects.name,
      table.sceneId,
      scenes.name,
      table.keyId,
      apiKeys.name,
      apiKeys.preview,
      table.origin,
      table.client,
      table.code,
    )
    .having(
      after === null
        ? undefined
        : sql`(${lastSeenAt}, ${lastId}) < (${after.at.toISOString()}::timestamptz, ${numberOf(after.id)}::bigint)`,
    )
    .orderBy(desc(lastSeenAt), desc(lastId))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.lastSeenAt ?? new Date(0), id: String(row.lastId) }),
    (row) => ({
      ...withoutId(row),
      suggestedPattern:
        row.code === 'domain_not_allowed' && row.projectName !== null
          ? suggestAcceptedPattern(row.origin)
          : null,
    }),
  )
}

/** What only the visitor's page saw: counted the same way, with what the latest report told. */
export async function listReports(
  db: Database,
  organizationId: string,
  range: DayRange,
  { projectId, code, cursor, limit }: ReportQuery,
): Promise<Page<ReportCount>> {
  const after = decodeCursor(cursor)
  const table = embedReports
  const lastSeenAt = max(table.receivedAt)
  const lastId = max(table.id)
  const latest = (column: AnyPgColumn) =>
    sql<string | null>`(array_agg(${column} order by ${table.receivedAt} desc, ${table.id} desc))[1]`
  const rows = await db
    .select({
      projectId: table.projectId,
      projectName: projects.name,
      sceneId: table.sceneId,
      sceneName: scenes.name,
      origin: table.origin,
      code: table.code,
      layer: table.layer,
      count: sql<number>`count(*)`.mapWith(Number),
      firstSeenAt: min(table.receivedAt),
      lastSeenAt,
      lastId,
      detail: latest(table.detail),
      sdkVersion: latest(table.sdkVersion),
      userAgent: latest(table.userAgent),
      requestId: latest(table.requestId),
    })
    .from(table)
    .leftJoin(projects, and(eq(projects.id, table.projectId), eq(projects.organizationId, organizationId)))
    .leftJoin(scenes, and(eq(scenes.id, table.sceneId), eq(scenes.organizationId, organizationId)))
    .where(
      and(
        eq(table.organizationId, organizationId),
        gte(table.receivedAt, startOf(range)),
        lt(table.receivedAt, endOf(range)),
        projectId === undefined ? undefined : eq(table.projectId, projectId),
        code === undefined ? undefined : eq(table.code, code),
      ),
    )
    .groupBy(
      table.projectId,
      projects.name,
      table.sceneId,
      scenes.name,
      table.origin,
      table.code,
      table.layer,
    )
    .having(
      after === null
        ? undefined
        : sql`(${lastSeenAt}, ${lastId}) < (${after.at.toISOString()}::timestamptz, ${after.id})`,
    )
    .orderBy(desc(lastSeenAt), desc(lastId))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.lastSeenAt ?? new Date(0), id: row.lastId ?? '' }),
    withoutId,
  )
}

interface Counted {
  readonly lastId: unknown
  readonly firstSeenAt: Date | null
  readonly lastSeenAt: Date | null
}

function withoutId<Row extends Counted>(row: Row) {
  const { lastId: _, firstSeenAt, lastSeenAt, ...shown } = row
  return { ...shown, firstSeenAt: isoOf(firstSeenAt), lastSeenAt: isoOf(lastSeenAt) }
}

/** Groups are never empty; the type of an aggregate does not know that. */
const isoOf = (instant: Date | null): string => (instant ?? new Date(0)).toISOString()

/** A cursor of another list names no row here. */
const numberOf = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : 0)
