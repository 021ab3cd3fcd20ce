/** `GET …/projects/:project/scenes` and `GET …/scenes`: newest first. */
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import type { Database } from '../../db/database.js'
import { scenes } from '../../db/scenes.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { matchesText } from '../../domain/matches-text.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'
import { selectScenes } from '../../domain/scenes/find-scene.js'
import { presentScene } from '../../domain/scenes/present-scene.js'
import type { SearchQuery } from '../../schemas/list.js'

export const listScenes = route({
  operation: contract.listScenes,
  async handle({ context: { db }, access, params, query }) {
    const project = await requireProjectRow(db, access.organization.id, params.project)
    return readPage(db, eq(scenes.projectId, project.id), query)
  },
})

export const listOrganizationScenes = route({
  operation: contract.listOrganizationScenes,
  handle: ({ context: { db }, access, query: { ids, project, status, ...query } }) => {
    const within = and(
      eq(scenes.organizationId, access.organization.id),
      ids && inArray(scenes.id, ids),
      project === undefined ? undefined : eq(scenes.projectId, project),
      status && eq(scenes.status, status),
    )
    return readPage(db, within, query)
  },
})

async function readPage(db: Database, within: SQL | undefined, { cursor, limit, q }: SearchQuery) {
  const after = decodeCursor(cursor)
  const isAfter = after
    ? sql`(${scenes.createdAt}, ${scenes.id}) < (${after.at.toISOString()}, ${after.id})`
    : undefined
  const rows = await selectScenes(db)
    .where(and(within, matchesText(q, scenes.name), isAfter))
    .orderBy(desc(scenes.createdAt), desc(scenes.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ scene }) => ({ at: scene.createdAt, id: scene.id }), presentScene)
}
