/** `GET …/scenes/:scene`. */
import { defineOperation } from '../../http/operation.js'
import { requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { presentScene } from '../../scenes/present-scene.js'
import { sceneSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const readScene = defineOperation({
  id: 'readScene',
  method: 'get',
  ...scenePaths(),
  tag: 'Scenes',
  summary: 'Read a scene',
  permission: 'scene:read',
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  async handle({ context: { db }, access, params }) {
    return presentScene(await requireScene(db, sceneAddress(access.organization.id, params)))
  },
})
