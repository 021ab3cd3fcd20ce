/** One project of one organization. */
import { and, eq } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import { Problem } from '../../problem.js'
import type { ProjectRow } from './present-project.js'

export async function requireProjectRow(
  db: Queryable,
  organizationId: string,
  projectId: string,
): Promise<ProjectRow> {
  const [row] = await db
    .select()
    .from(projects)
    .where(and(eq(projects.id, projectId), eq(projects.organizationId, organizationId)))
  if (!row) throw new Problem('not_found', { detail: 'The organization has no such project.' })
  return row
}
