/** `GET …/projects`: oldest first. */
import { and, asc, eq, sql } from 'drizzle-orm'
import { projects } from '../../db/projects.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { defineOperation } from '../../http/operation.js'
import { presentProject } from '../../projects/present-project.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'
import { projectSchema } from '../../schemas/projects.js'

export const listProjects = defineOperation({
  id: 'listProjects',
  method: 'get',
  path: '/api/organizations/{org}/projects',
  tag: 'Projects',
  summary: 'List projects',
  permission: 'project:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of projects', schema: listOf(projectSchema) },
  async handle({ context: { db }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(projects)
      .where(
        and(
          eq(projects.organizationId, access.organization.id),
          after
            ? sql`(${projects.createdAt}, ${projects.id}) > (${after.at.toISOString()}, ${after.id})`
            : undefined,
        ),
      )
      .orderBy(asc(projects.createdAt), asc(projects.id))
      .limit(limit + 1)
    return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), presentProject)
  },
})
