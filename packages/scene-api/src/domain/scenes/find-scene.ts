/** One scene of one organization, with the sizes of its files. */
import { and, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { blobs } from '../../db/blobs.js'
import type { Queryable, Transaction } from '../../db/database.js'
import { scenes, sceneVersions } from '../../db/scenes.js'
import { Problem } from '../../problem.js'
import type { SceneWithBlobs } from './present-scene.js'

/** As routes address a scene; `project` where the address names it too. */
export interface SceneAddress {
  readonly organizationId: string
  readonly sceneId: string
  readonly projectId?: string | undefined
}

export const sceneAddress = (
  organizationId: string,
  params: { readonly scene: string; readonly project?: string },
): SceneAddress => ({
  organizationId,
  sceneId: params.scene,
  projectId: params.project,
})

const poster = alias(blobs, 'poster')
const delivered = alias(blobs, 'delivered')

export const selectScenes = (db: Queryable) =>
  db
    .select({ scene: scenes, model: blobs, delivered, poster })
    .from(scenes)
    .leftJoin(blobs, eq(blobs.sha256, scenes.modelSha256))
    .leftJoin(
      sceneVersions,
      and(
        eq(sceneVersions.sceneId, scenes.id),
        eq(sceneVersions.version, scenes.version),
        eq(scenes.delivery, 'optimized'),
      ),
    )
    .leftJoin(delivered, eq(delivered.sha256, sceneVersions.deliveredSha256))
    .leftJoin(poster, eq(poster.sha256, scenes.posterSha256))

export async function requireScene(db: Queryable, address: SceneAddress): Promise<SceneWithBlobs> {
  const [row] = await selectScenes(db).where(addressed(address))
  if (!row) throw new Problem('not_found', { detail: 'The organization has no such scene.' })
  return row
}

/** Until the transaction ends nobody else changes the scene. */
export async function lockScene(tx: Transaction, address: SceneAddress): Promise<typeof scenes.$inferSelect> {
  const [row] = await tx.select().from(scenes).where(addressed(address)).for('update')
  if (!row) throw new Problem('not_found', { detail: 'The organization has no such scene.' })
  return row
}

const addressed = ({ organizationId, sceneId, projectId }: SceneAddress) =>
  and(
    eq(scenes.id, sceneId),
    eq(scenes.organizationId, organizationId),
    projectId === undefined ? undefined : eq(scenes.projectId, projectId),
  )
