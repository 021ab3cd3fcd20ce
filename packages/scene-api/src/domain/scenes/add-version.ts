/** Makes a stored model the scene's next version. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import type { Transaction } from '../../db/database.js'
import { scenes, sceneVersions } from '../../db/scenes.js'
import type { Optimization } from '../optimization/initial-state.js'
import { dropDisplacedVersion } from '../quotas/drop-versions.js'
import { lockScene, type SceneAddress } from './find-scene.js'

export interface NewVersion {
  readonly sha256: string
  readonly report: Record<string, unknown>
  readonly optimization: Optimization
  readonly actor: Actor
  readonly at: Date
  /** How many versions the organization's plan keeps; null: all. */
  readonly keptVersions: number | null
  /** The version whose model this is again. */
  readonly restoredFrom?: number
}

/** The caller holds the organization's lock and has seen to the blob. Returns the scene's id. */
export async function addVersion(
  tx: Transaction,
  address: SceneAddress,
  { sha256, report, optimization, actor, at, keptVersions, restoredFrom }: NewVersion,
): Promise<string> {
  const scene = await lockScene(tx, address)
  const version = scene.version + 1
  await tx.insert(sceneVersions).values({
    sceneId: scene.id,
    version,
    modelSha256: sha256,
    report,
    ...optimization,
    createdAt: at,
    createdById: actor.id,
    createdByName: actor.name,
    createdByEmail: actor.email,
  })
  await tx
    .update(scenes)
    .set({
      version,
      modelSha256: sha256,
      updatedAt: at,
    })
    .where(eq(scenes.id, scene.id))
  await dropDisplacedVersion(tx, scene.id, version, keptVersions)
  await recordAudit(tx, {
    organizationId: scene.organizationId,
    at,
    action: 'scene.model_uploaded',
    actor,
    target: { kind: 'scene', id: scene.id },
    before: { version: scene.version, sha256: scene.modelSha256 },
    after: { version, sha256, restoredFrom },
  })
  return scene.id
}
