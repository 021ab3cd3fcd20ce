/** `POST …/scenes/:scene/versions/:version/restore`: an old model as the next version. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { Problem } from '../../problem.js'
import { inheritedState } from '../../domain/optimization/initial-state.js'
import { findVersion } from '../../domain/scenes/find-version.js'
import { addVersion } from '../../domain/scenes/add-version.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { presentScene } from '../../domain/scenes/present-scene.js'

export const restoreVersion = route({
  operation: contract.restoreVersion,
  async handle({ context, access, params }) {
    const { db, clock, settings } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    const number = /^[1-9]\d{0,8}$/.test(params.version) ? Number(params.version) : 0
    const id = await db.transaction(async (tx) => {
      const { plan } = await lockOrganization(tx, organization.id)
      const { keptVersions } = settings.quotas[plan]
      const { scene } = await requireScene(tx, address)
      const old = await findVersion(tx, scene.id, number)
      if (!old) throw new Problem('not_found', { detail: 'The scene has no such version.' })
      const { modelSha256: sha256, report } = old
      return addVersion(tx, address, {
        sha256,
        report,
        optimization: inheritedState(old),
        actor,
        at: clock.now(),
        keptVersions,
        restoredFrom: number,
      })
    })
    await context.afterAccessChange({ kind: 'scene', id })
    context.wakeOptimizer()
    context.afterLookChange({ organizationId: organization.id, sceneId: id })
    return presentScene(await requireScene(db, address))
  },
})
