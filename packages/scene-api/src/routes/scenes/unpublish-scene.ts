/** `POST …/scenes/:scene/unpublish`. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { sceneAddress } from '../../domain/scenes/find-scene.js'
import { setSceneStatus } from '../../domain/scenes/set-status.js'

export const unpublishScene = route({
  operation: contract.unpublishScene,
  handle({ context, access, params }) {
    return setSceneStatus(context, access, sceneAddress(access.organization.id, params), 'draft')
  },
})
