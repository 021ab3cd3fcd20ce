/** `POST …/projects/:project/scenes`. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { createOnce } from '../../mount/idempotency.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'
import { noteQuota } from '../../domain/webhooks/note-quota.js'
import { requireRoom } from '../../domain/quotas/require-room.js'
import { mergeSettings } from '../../domain/scenes/merge-settings.js'
import { presentScene } from '../../domain/scenes/present-scene.js'
import { requireSettingsSize } from '../../domain/scenes/settings-size.js'

export const createScene = route({
  operation: contract.createScene,
  async handle(input) {
    const { context, access, params, body } = input
    const organizationId = access.organization.id
    const { result } = await createOnce(input, async (tx) => {
      const { plan } = await lockOrganization(tx, organizationId)
      const used = await tx.$count(scenes, eq(scenes.organizationId, organizationId))
      requireRoom(context.settings, plan, 'scenes', used)
      const project = await requireProjectRow(tx, organizationId, params.project)
      const settings = mergeSettings({}, body.settings)
      requireSettingsSize({}, settings)
      const now = context.clock.now()
      const { scenes: limit } = context.settings.quotas[plan]
      const use = { organizationId, plan, quota: 'scenes', limit, before: used, after: used + 1 }
      await noteQuota(tx, use, now)
      const [scene] = await tx
        .insert(scenes)
        .values({
          id: randomUUID(),
          organizationId,
          projectId: project.id,
          name: body.name,
          settings,
          publicPoster: body.publicPoster,
          createdAt: now,
          updatedAt: now,
        })
        .returning()
      if (!scene) throw new Error('the new scene was not returned')
      await recordAudit(tx, {
        organizationId,
        at: now,
        action: 'scene.created',
        actor: access.actor,
        target: { kind: 'scene', id: scene.id },
        after: { name: scene.name, projectId: project.id },
      })
      return presentScene({ scene, model: null, delivered: null, poster: null })
    })
    return result
  },
})
