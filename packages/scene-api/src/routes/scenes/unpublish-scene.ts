/** `POST …/scenes/:scene/unpublish`. */
import { defineOperation } from '../../http/operation.js'
import { sceneAddress } from '../../scenes/find-scene.js'
import { setSceneStatus } from '../../scenes/set-status.js'
import { sceneSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const unpublishScene = defineOperation({
  id: 'unpublishScene',
  method: 'post',
  ...scenePaths('/unpublish'),
  tag: 'Scenes',
  summary: 'Unpublish a scene',
  description: 'Once this has answered, no node delivers the scene.',
  permission: 'scene:write',
  whileSuspended: true,
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  handle({ context, access, params }) {
    return setSceneStatus(context, access, sceneAddress(access.organization.id, params), 'draft')
  },
})
