/** `DELETE …/scenes/:scene`. */
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { defineOperation } from '../../http/operation.js'
import { lockScene, sceneAddress } from '../../scenes/find-scene.js'
import { scenePaths } from './paths.js'

export const deleteScene = defineOperation({
  id: 'deleteScene',
  method: 'delete',
  ...scenePaths(),
  tag: 'Scenes',
  summary: 'Delete a scene',
  description: 'With all its versions. Files that nothing else uses are removed from storage later.',
  permission: 'scene:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Deleted' },
  async handle({ context, access, params }) {
    const { organization, actor } = access
    const id = await context.db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const { id, name, projectId, status, version } = await lockScene(
        tx,
        sceneAddress(organization.id, params),
      )
      await tx.delete(scenes).where(eq(scenes.id, id))
      await recordAudit(tx, {
        organizationId: organization.id,
        at: context.clock.now(),
        action: 'scene.deleted',
        actor,
        target: { kind: 'scene', id },
        before: { name, projectId, status, version },
      })
      return id
    })
    await context.afterAccessChange({ kind: 'scene', id })
  },
})
