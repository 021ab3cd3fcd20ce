/** Removes blobs that nothing refers to. */
import { and, eq, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { arFiles } from '../../db/ar-files.js'
import { blobs } from '../../db/blobs.js'
import { scenes, sceneVersions } from '../../db/scenes.js'
import { COLLECTION_LEASE_MS } from './keep-blob.js'
import { variantName } from '../../storage/blob-storage.js'

/** A fresh upload is not yet referred to while its transaction runs. */
const SPARED_MS = 3_600_000
const AT_ONCE = 200

/** Returns how many were removed. Several processes may do this at once. */
export async function collectGarbage({ db, storage, clock, logger }: Context): Promise<number> {
  const garbage = and(
    lt(blobs.touchedAt, new Date(clock.now().getTime() - SPARED_MS)),
    notExists(
      db
        .select({ one: sql`1` })
        .from(scenes)
        .where(
          or(
            eq(scenes.modelSha256, blobs.sha256),
            eq(scenes.posterSha256, blobs.sha256),
            eq(scenes.linkSha256, blobs.sha256),
          ),
        ),
    ),
    notExists(
      db
        .select({ one: sql`1` })
        .from(sceneVersions)
        .where(
          or(eq(sceneVersions.modelSha256, blobs.sha256), eq(sceneVersions.deliveredSha256, blobs.sha256)),
        ),
    ),
    // A model that is its own AR file is not kept by that.
    notExists(
      db
        .select({ one: sql`1` })
        .from(arFiles)
        .where(and(eq(arFiles.sha256, blobs.sha256), ne(arFiles.modelSha256, blobs.sha256))),
    ),
  )
  const candidates = await db.select({ sha256: blobs.sha256 }).from(blobs).where(garbage).limit(AT_ONCE)
  let removed = 0
  for (const { sha256 } of candidates) {
    const collectingAt = clock.now()
    const isFree = or(
      isNull(blobs.collectingAt),
      lt(blobs.collectingAt, new Date(collectingAt.getTime() - COLLECTION_LEASE_MS)),
    )
    const theBlob = eq(blobs.sha256, sha256)
    // From here on nobody refers to it any more; see `keepBlob`.
    const marked = await db
      .update(blobs)
      .set({ collectingAt })
      .where(and(theBlob, garbage, isFree))
      .returning({ sha256: blobs.sha256 })
    if (marked.length === 0) continue
    // Before the row: a row without a file is found again, a file without a row by nobody.
    const isMine = and(theBlob, eq(blobs.collectingAt, collectingAt))
    try {
      for (const name of [sha256, variantName(sha256, 'br'), variantName(sha256, 'gzip')]) {
        await storage.remove(name)
      }
    } catch (error) {
      await db.update(blobs).set({ collectingAt: null }).where(isMine)
      throw error
    }
    await db.delete(blobs).where(isMine)
    removed += 1
  }
  if (removed > 0) logger.info({ removed }, 'unreferenced blobs removed')
  return removed
}
