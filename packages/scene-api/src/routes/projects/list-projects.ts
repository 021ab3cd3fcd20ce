/** `GET …/projects`: oldest first. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import * as contract from '../../contract/projects.js'
import { route } from '../../mount/route.js'
import { projects } from '../../db/projects.js'
import { matchesText } from '../../domain/matches-text.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { presentProject } from '../../domain/projects/present-project.js'

export const listProjects = route({
  operation: contract.listProjects,
  async handle({ context: { db }, access, query: { cursor, limit, q, ids } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(projects)
      .where(
        and(
          eq(projects.organizationId, access.organization.id),
          ids === undefined ? undefined : inArray(projects.id, ids),
          matchesText(q, projects.name, projects.slug),
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
