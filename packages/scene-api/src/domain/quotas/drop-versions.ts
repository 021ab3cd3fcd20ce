/** Keeps as many versions of a scene as the plan includes. */
import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import type { Transaction } from '../../db/database.js'
import { sceneVersions } from '../../db/scenes.js'

/**
 * Called with the newest version written. It takes the place of the oldest one where the plan is full; a scene that had
 * more versions than the plan includes (made before the quota, or on a larger plan) keeps as many as it had.
 */
export async function dropDisplacedVersion(
  tx: Transaction,
  sceneId: string,
  newest: number,
  limit: number | null,
): Promise<void> {
  if (limit === null) return
  const kept = await tx.$count(sceneVersions, eq(sceneVersions.sceneId, sceneId))
  if (kept <= limit) return
  const oldest = tx
    .select({ version: sceneVersions.version })
    .from(sceneVersions)
    .where(and(eq(sceneVersions.sceneId, sceneId), ne(sceneVersions.version, newest)))
    .orderBy(asc(sceneVersions.version))
    .limit(1)
  await tx
    .delete(sceneVersions)
    .where(and(eq(sceneVersions.sceneId, sceneId), inArray(sceneVersions.version, oldest)))
}
