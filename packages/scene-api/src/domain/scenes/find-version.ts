/** One version of a scene. */
import { and, eq } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { sceneVersions } from '../../db/scenes.js'

/** Undefined: there is none. */
export async function findVersion(
  db: Queryable,
  sceneId: string,
  version: number,
): Promise<typeof sceneVersions.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(sceneVersions)
    .where(and(eq(sceneVersions.sceneId, sceneId), eq(sceneVersions.version, version)))
  return row
}
