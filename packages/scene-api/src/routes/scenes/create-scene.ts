/** `POST …/projects/:project/scenes`. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { createOnce } from '../../http/idempotency.js'
import { defineOperation } from '../../http/operation.js'
import { requireProjectRow } from '../../projects/find-project.js'
import { requireRoom } from '../../quotas/require-room.js'
import { mergeSettings } from '../../scenes/merge-settings.js'
import { presentScene } from '../../scenes/present-scene.js'
import { requireSettingsSize } from '../../scenes/settings-size.js'
import { createSceneSchema, sceneSchema } from '../../schemas/scenes.js'

export const createScene = defineOperation({
  id: 'createScene',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/scenes',
  tag: 'Scenes',
  summary: 'Create a scene',
  description: 'A draft without a model: upload one with PUT …/model, then publish.',
  permission: 'scene:write',
  body: createSceneSchema,
  success: { status: 201, description: 'The scene', schema: sceneSchema },
  errors: ['quota_exceeded'],
  idempotent: true,
  async handle(input) {
    const { context, access, params, body } = input
    const organizationId = access.organization.id
    const { answer } = await createOnce(input, async (tx) => {
      const { plan } = await lockOrganization(tx, organizationId)
      const used = await tx.$count(scenes, eq(scenes.organizationId, organizationId))
      requireRoom(context.settings, plan, 'scenes', used)
      const project = await requireProjectRow(tx, organizationId, params.project as string)
      const settings = mergeSettings({}, body.settings)
      requireSettingsSize({}, settings)
      const now = context.clock.now()
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
      return presentScene({ scene, model: null, poster: null })
    })
    return answer
  },
})
