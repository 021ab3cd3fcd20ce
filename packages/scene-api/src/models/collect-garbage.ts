/** Removes blobs that nothing refers to. */
import { and, eq, lt, notExists, or, sql } from 'drizzle-orm'
import type { Context } from '../context.js'
import { blobs } from '../db/blobs.js'
import { scenes, sceneVersions } from '../db/scenes.js'
import { lockBlob } from './keep-blob.js'
import { variantName } from '../storage/blob-storage.js'

/** A fresh upload is not yet referred to while its transaction runs. */
const SPARED_MS = 3_600_000
const AT_ONCE = 200

/** Answers how many were removed. Several processes may do this at once. */
export async function collectGarbage({ db, storage, clock, logger }: Context): Promise<number> {
  const garbage = and(
    lt(blobs.touchedAt, new Date(clock.now().getTime() - SPARED_MS)),
    notExists(
      db
        .select({ one: sql`1` })
        .from(scenes)
        .where(or(eq(scenes.modelSha256, blobs.sha256), eq(scenes.posterSha256, blobs.sha256))),
    ),
    notExists(
      db.select({ one: sql`1` }).from(sceneVersions).where(eq(sceneVersions.modelSha256, blobs.sha256)),
    ),
  )
  const candidates = await db.select({ sha256: blobs.sha256 }).from(blobs).where(garbage).limit(AT_ONCE)
  let removed = 0
  for (const { sha256 } of candidates) {
    await db.transaction(async (tx) => {
      await lockBlob(tx, sha256)
      const [row] = await tx
        .delete(blobs)
        .where(and(eq(blobs.sha256, sha256), garbage))
        .returning()
      if (!row) return
      // Before the commit: a file without a row is found again by the next upload, a row without a file by nobody.
      for (const name of [sha256, variantName(sha256, 'br'), variantName(sha256, 'gzip')]) {
        await storage.remove(name)
      }
      removed += 1
    })
  }
  if (removed > 0) logger.info({ removed }, 'unreferenced blobs removed')
  return removed
}
