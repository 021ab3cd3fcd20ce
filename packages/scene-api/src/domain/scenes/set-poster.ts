/** Puts a stored picture in the place of a scene's poster. */
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import type { Actor } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import { keepBlob } from '../models/keep-blob.js'
import { withinStoredBytes } from '../quotas/within-stored-bytes.js'
import { lockScene, type SceneAddress } from './find-scene.js'
import type { StoredPoster } from './store-poster.js'

interface NewPoster extends StoredPoster {
  /** The version it was made of by itself; null: somebody chose it. */
  readonly automaticOf: number | null
  readonly actor: Actor
}

/**
 * Returns the scene's id. An automatic poster that comes too late, or where somebody has chosen one, changes nothing.
 *
 * @throws Problem `not_found`, `quota_exceeded`
 */
export function setPoster(
  context: Context,
  address: SceneAddress,
  { blob, link, width, height, placeholder, automaticOf, actor }: NewPoster,
): Promise<string> {
  const { db, clock, settings } = context
  return db.transaction(async (tx) => {
    const owner = await lockOrganization(tx, address.organizationId)
    await keepBlob(context, tx, blob)
    await keepBlob(context, tx, link)
    const scene = await lockScene(tx, address)
    const isWanted = automaticOf === null || (automaticOf === scene.version && !isChosen(scene))
    if (!isWanted) return scene.id
    const now = clock.now()
    const change = {
      posterSha256: blob.sha256,
      posterWidth: width,
      posterHeight: height,
      posterPlaceholder: placeholder,
      posterVersion: automaticOf,
      linkSha256: link.sha256,
      updatedAt: now,
    }
    await withinStoredBytes(
      tx,
      settings,
      owner,
      async () => void (await tx.update(scenes).set(change).where(eq(scenes.id, scene.id))),
      now,
    )
    await recordAudit(tx, {
      organizationId: address.organizationId,
      at: now,
      action: 'scene.poster_uploaded',
      actor,
      target: { kind: 'scene', id: scene.id },
      before: { sha256: scene.posterSha256 },
      after: { sha256: blob.sha256 },
    })
    return scene.id
  })
}

const isChosen = ({ posterSha256, posterVersion }: typeof scenes.$inferSelect): boolean =>
  posterSha256 !== null && posterVersion === null
