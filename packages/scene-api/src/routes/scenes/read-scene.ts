/** `GET …/scenes/:scene`. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { presentScene } from '../../domain/scenes/present-scene.js'

export const readScene = route({
  operation: contract.readScene,
  async handle({ context: { db }, access, params }) {
    return presentScene(await requireScene(db, sceneAddress(access.organization.id, params)))
  },
})
