/** `GET …/projects/:project/scenes`: newest first. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { scenes } from '../../db/scenes.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { defineOperation } from '../../http/operation.js'
import { requireProjectRow } from '../../projects/find-project.js'
import { selectScenes } from '../../scenes/find-scene.js'
import { presentScene } from '../../scenes/present-scene.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'
import { sceneSchema } from '../../schemas/scenes.js'

export const listScenes = defineOperation({
  id: 'listScenes',
  method: 'get',
  path: '/api/organizations/{org}/projects/{project}/scenes',
  tag: 'Scenes',
  summary: 'List the scenes of a project',
  permission: 'scene:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of scenes', schema: listOf(sceneSchema) },
  async handle({ context: { db }, access, params, query: { cursor, limit } }) {
    const project = await requireProjectRow(db, access.organization.id, params.project as string)
    const after = decodeCursor(cursor)
    const rows = await selectScenes(db)
      .where(
        and(
          eq(scenes.projectId, project.id),
          after
            ? sql`(${scenes.createdAt}, ${scenes.id}) < (${after.at.toISOString()}, ${after.id})`
            : undefined,
        ),
      )
      .orderBy(desc(scenes.createdAt), desc(scenes.id))
      .limit(limit + 1)
    return toPage(rows, limit, ({ scene }) => ({ at: scene.createdAt, id: scene.id }), presentScene)
  },
})
