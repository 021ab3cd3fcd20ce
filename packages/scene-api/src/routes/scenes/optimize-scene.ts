/** `POST …/scenes/:scene/optimize`: an optimised file for the version in use, where it has none yet. */
import { eq } from 'drizzle-orm'
import { scenes } from '../../db/scenes.js'
import { requestOptimization } from '../../domain/optimization/request-optimization.js'
import { lockScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'

export const optimizeScene = route({
  operation: contract.optimizeScene,
  async handle({ context, access, params }) {
    const address = sceneAddress(access.organization.id, params)
    const waiting = await context.db.transaction(async (tx) => {
      const { id } = await lockScene(tx, address)
      return requestOptimization(tx, eq(scenes.id, id))
    })
    context.wakeOptimizer()
    return { waiting }
  },
})
