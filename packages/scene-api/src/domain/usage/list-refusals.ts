/** What was refused, counted by place, origin and reason; the latest first. */
import { suggestAcceptedPattern } from '@vectreal/auth-core'
import { and, eq, inArray, min, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { apiKeys } from '../../db/api-keys.js'
import type { Database } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { refusalBuckets } from '../../db/usage.js'
import type { RefusalCount, RefusalQuery } from '../../schemas/usage.js'
import { latestOfGroups, type Page, rowsOfGroups, toCountedPage } from './counted-groups.js'
import { matchesText } from '../matches-text.js'
import type { DayRange } from './day-range.js'

const later = alias(refusalBuckets, 'later')
const columnsOf = (table: typeof refusalBuckets | typeof later) => ({
  organizationId: table.organizationId,
  groupKey: table.groupKey,
  at: table.lastSeenAt,
  id: table.id,
})
const LISTED = {
  columns: columnsOf(refusalBuckets),
  later,
  laterColumns: columnsOf(later),
  idOf: (id: string) => sql`${numberOf(id)}::bigint`,
}

export async function listRefusals(
  db: Database,
  organizationId: string,
  range: DayRange,
  { projectId, keyId, code, layer, q, cursor, limit }: RefusalQuery,
): Promise<Page<RefusalCount>> {
  const table = refusalBuckets
  const asked = { organizationId, range, cursor }
  const latest = latestOfGroups(db, LISTED, asked)
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
      layer: table.layer,
      lastSeenAt: table.lastSeenAt,
      groupKey: table.groupKey,
      id: table.id,
    })
    .from(table)
    .leftJoin(projects, and(eq(projects.id, table.projectId), eq(projects.organizationId, organizationId)))
    .leftJoin(scenes, and(eq(scenes.id, table.sceneId), eq(scenes.organizationId, organizationId)))
    .leftJoin(apiKeys, and(eq(apiKeys.id, table.keyId), eq(apiKeys.organizationId, organizationId)))
    .where(
      and(
        latest.where,
        projectId === undefined ? undefined : eq(table.projectId, projectId),
        keyId === undefined ? undefined : eq(table.keyId, keyId),
        code === undefined ? undefined : eq(table.code, code),
        layer === undefined ? undefined : inArray(table.layer, layer),
        matchesText(q, table.origin, table.code, projects.name, scenes.name),
      ),
    )
    .orderBy(...latest.orderBy)
    .limit(limit + 1)
  const sums = await db
    .select({
      groupKey: table.groupKey,
      count: sql<number>`sum(${table.count})`.mapWith(Number),
      firstSeenAt: min(table.firstSeenAt),
    })
    .from(table)
    .where(
      rowsOfGroups(
        LISTED.columns,
        asked,
        rows.map(({ groupKey }) => groupKey),
      ),
    )
    .groupBy(table.groupKey)
  return toCountedPage(rows, sums, limit, (row) => ({
    ...row,
    suggestedPattern:
      row.code === 'domain_not_allowed' && row.projectName !== null
        ? suggestAcceptedPattern(row.origin)
        : null,
  }))
}

/** A cursor of another list names no row here. */
const numberOf = (id: string): number => (/^\d{1,15}$/.test(id) ? Number(id) : 0)
