/** Asks for optimised files: of versions that came before there were any, whose attempts failed, or that shall have another kind. */
import { and, eq, exists, inArray, type SQL } from 'drizzle-orm'
import type { Transaction } from '../../db/database.js'
import { scenes, sceneVersions } from '../../db/scenes.js'

/** A version that nobody has tried yet. */
const WAITING = {
  optimization: 'pending',
  optimizationDetail: null,
  optimizationAttempts: 0,
  optimizationLeaseUntil: null,
} as const

/** Only versions in use: the others get theirs when they are restored and asked for. Returns how many wait now. */
export async function requestOptimization(tx: Transaction, whichScenes: SQL | undefined): Promise<number> {
  const isInUse = tx
    .select({ id: scenes.id })
    .from(scenes)
    .where(and(eq(scenes.id, sceneVersions.sceneId), eq(scenes.version, sceneVersions.version), whichScenes))
  const rows = await tx
    .update(sceneVersions)
    .set(WAITING)
    .where(and(inArray(sceneVersions.optimization, ['none', 'failed']), exists(isInUse)))
    .returning({ version: sceneVersions.version })
  return rows.length
}

/** The version in use gets another optimised file; until it is there, embeds get the original. */
export async function remakeOptimized(
  tx: Transaction,
  { id, version }: Pick<typeof scenes.$inferSelect, 'id' | 'version'>,
): Promise<void> {
  await tx
    .update(sceneVersions)
    .set({ ...WAITING, deliveredSha256: null, deliveredReport: null })
    .where(and(eq(sceneVersions.sceneId, id), eq(sceneVersions.version, version)))
}
