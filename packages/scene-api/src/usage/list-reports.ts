/** What only the visitor's page saw: counted like refusals, with what the latest report told. */
import { and, eq, gte, lt, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../db/database.js'
import { projects } from '../db/projects.js'
import { scenes } from '../db/scenes.js'
import { embedReports } from '../db/usage.js'
import type { ReportCount, ReportQuery } from '../schemas/usage.js'
import { countGroups, type Page, toCountedPage } from './counted-groups.js'
import { type DayRange, endOf, startOf } from './day-range.js'

export async function listReports(
  db: Database,
  organizationId: string,
  range: DayRange,
  { projectId, code, cursor, limit }: ReportQuery,
): Promise<Page<ReportCount>> {
  const table = embedReports
  const groups = countGroups(
    { firstAt: table.receivedAt, lastAt: table.receivedAt, id: table.id, idOf: (id) => sql`${id}` },
    cursor,
  )
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
      ...groups.columns,
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
    .having(groups.having)
    .orderBy(...groups.order)
    .limit(limit + 1)
  return toCountedPage(rows, limit, (row) => row)
}
