/** Publishes a scene or takes it back. Both are idempotent. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import type { Context } from '../../context.js'
import { lockOrganization, type OrganizationRow } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { Problem } from '../../problem.js'
import type { Scene } from '../../schemas/scenes.js'
import { lockScene, requireScene, type SceneAddress } from './find-scene.js'
import { presentScene } from './present-scene.js'

export async function setSceneStatus(
  context: Context,
  { organization, actor }: { readonly organization: OrganizationRow; readonly actor: Actor },
  address: SceneAddress,
  status: 'draft' | 'published',
): Promise<Scene> {
  const { db, clock } = context
  const id = await db.transaction(async (tx) => {
    await lockOrganization(tx, organization.id)
    const now = clock.now()
    const scene = await lockScene(tx, address)
    if (scene.status === status) return scene.id
    if (status === 'published' && scene.modelSha256 === null) {
      throw new Problem('conflict', { detail: 'The scene has no model: upload one with PUT …/model first.' })
    }
    const publishedAt = status === 'published' ? now : null
    await tx.update(scenes).set({ status, publishedAt, updatedAt: now }).where(eq(scenes.id, scene.id))
    await recordAudit(tx, {
      organizationId: organization.id,
      at: now,
      action: status === 'published' ? 'scene.published' : 'scene.unpublished',
      actor,
      target: { kind: 'scene', id: scene.id },
      before: { status: scene.status },
      after: { status, version: scene.version },
    })
    return scene.id
  })
  await context.afterAccessChange({ kind: 'scene', id })
  return presentScene(await requireScene(db, address))
}
