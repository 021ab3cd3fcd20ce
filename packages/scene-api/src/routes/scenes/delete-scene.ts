/** `DELETE …/scenes/:scene`. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { lockScene, sceneAddress } from '../../domain/scenes/find-scene.js'

export const deleteScene = route({
  operation: contract.deleteScene,
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
