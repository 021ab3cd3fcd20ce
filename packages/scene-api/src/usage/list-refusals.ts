/** What was refused, counted by place, origin and reason; the latest first. */
import { suggestAcceptedPattern } from '@vectreal/auth-core'
import { and, eq, gte, lt, max, sql } from 'drizzle-orm'
import { apiKeys } from '../db/api-keys.js'
import type { Database } from '../db/database.js'
import { projects } from '../db/projects.js'
import { scenes } from '../db/scenes.js'
import { refusalBuckets } from '../db/usage.js'
import type { RefusalCount, RefusalQuery } from '../schemas/usage.js'
import { countGroups, type Page, toCountedPage } from './counted-groups.js'
import { type DayRange, endOf, startOf } from './day-range.js'

export async function listRefusals(
  db: Database,
  organizationId: string,
  range: DayRange,
  { projectId, keyId, code, cursor, limit }: RefusalQuery,
): Promise<Page<RefusalCount>> {
  const table = refusalBuckets
  const groups = countGroups(
    {
      firstAt: table.firstSeenAt,
      lastAt: table.lastSeenAt,
      id: table.id,
      idOf: (id) => sql`${numberOf(id)}::bigint`,
    },
    cursor,
  )
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
      ...groups.columns,
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
    .having(groups.having)
    .orderBy(...groups.order)
    .limit(limit + 1)
  return toCountedPage(rows, limit, (row) => ({
    ...row,
    suggestedPattern:
      row.code === 'domain_not_allowed' && row.projectName !== null
        ? suggestAcceptedPattern(row.origin)
        : null,
  }))
}

/** A cursor of another list names no row here. */
const numberOf = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : 0)
