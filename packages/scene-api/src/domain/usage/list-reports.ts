/** What only the visitor's page saw: counted like refusals, with what the latest report told. */
import { and, count, eq, min, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { embedReports } from '../../db/usage.js'
import type { ReportCount, ReportQuery } from '../../schemas/usage.js'
import { latestOfGroups, type Page, rowsOfGroups, toCountedPage } from './counted-groups.js'
import { matchesText } from '../matches-text.js'
import type { DayRange } from './day-range.js'

const later = alias(embedReports, 'later')
const columnsOf = (table: typeof embedReports | typeof later) => ({
  organizationId: table.organizationId,
  groupKey: table.groupKey,
  at: table.receivedAt,
  id: table.id,
})
const LISTED = {
  columns: columnsOf(embedReports),
  later,
  laterColumns: columnsOf(later),
  idOf: (id: string) => sql`${id}`,
}

export async function listReports(
  db: Database,
  organizationId: string,
  range: DayRange,
  { projectId, code, q, cursor, limit }: ReportQuery,
): Promise<Page<ReportCount>> {
  const table = embedReports
  const asked = { organizationId, range, cursor }
  const latest = latestOfGroups(db, LISTED, asked)
  const rows = await db
    .select({
      projectId: table.projectId,
      projectName: projects.name,
      sceneId: table.sceneId,
      sceneName: scenes.name,
      origin: table.origin,
      code: table.code,
      layer: table.layer,
      detail: table.detail,
      sdkVersion: table.sdkVersion,
      userAgent: table.userAgent,
      requestId: table.requestId,
      lastSeenAt: table.receivedAt,
      groupKey: table.groupKey,
      id: table.id,
    })
    .from(table)
    .leftJoin(projects, and(eq(projects.id, table.projectId), eq(projects.organizationId, organizationId)))
    .leftJoin(scenes, and(eq(scenes.id, table.sceneId), eq(scenes.organizationId, organizationId)))
    .where(
      and(
        latest.where,
        projectId === undefined ? undefined : eq(table.projectId, projectId),
        code === undefined ? undefined : eq(table.code, code),
        matchesText(q, table.origin, table.code, projects.name, scenes.name),
      ),
    )
    .orderBy(...latest.orderBy)
    .limit(limit + 1)
  const sums = await db
    .select({ groupKey: table.groupKey, count: count(), firstSeenAt: min(table.receivedAt) })
    .from(table)
    .where(
      rowsOfGroups(
        LISTED.columns,
        asked,
        rows.map(({ groupKey }) => groupKey),
      ),
    )
    .groupBy(table.groupKey)
  return toCountedPage(rows, sums, limit, (row) => row)
}
