/** `POST …/scenes/:scene/publish`. */
import { defineOperation } from '../../http/operation.js'
import { sceneAddress } from '../../scenes/find-scene.js'
import { setSceneStatus } from '../../scenes/set-status.js'
import { sceneSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const publishScene = defineOperation({
  id: 'publishScene',
  method: 'post',
  ...scenePaths('/publish'),
  tag: 'Scenes',
  summary: 'Publish a scene',
  description: 'Keys that cover its project can load it from now on. 409 `conflict`: there is no model yet.',
  permission: 'scene:write',
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  errors: ['conflict'],
  handle({ context, access, params }) {
    return setSceneStatus(context, access, sceneAddress(access.organization.id, params), 'published')
  },
})
