/** `GET …/scenes/:scene/model`: the model in use, drafts included, for those who manage scenes. */
import { pipeline } from 'node:stream/promises'
import { isUnchanged } from '../../embed/conditional.js'
import { defineOperation } from '../../http/operation.js'
import { Problem } from '../../problem.js'
import { requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { scenePaths } from './paths.js'
import { MODEL_MEDIA_TYPE } from './upload-model.js'

export const readModel = defineOperation({
  id: 'readModel',
  method: 'get',
  ...scenePaths('/model'),
  tag: 'Scenes',
  summary: 'Download the model of a scene',
  description:
    'The GLB as it was uploaded, published or not. Pages that embed a scene use the embed routes instead.',
  permission: 'scene:read',
  success: { status: 200, description: 'The GLB', mediaTypes: [MODEL_MEDIA_TYPE] },
  async handle({ context: { db, storage }, access, params, req, res }) {
    const { model } = await requireScene(db, sceneAddress(access.organization.id, params))
    if (!model) throw new Problem('not_found', { detail: 'The scene has no model yet.' })
    const etag = `"${model.sha256}"`
    res.setHeader('ETag', etag)
    res.setHeader('Cache-Control', 'private, no-cache')
    if (isUnchanged(req.headers['if-none-match'], etag)) {
      res.status(304).end()
      return
    }
    const source = await storage.open(model.sha256)
    res.setHeader('Content-Type', model.mediaType)
    res.setHeader('Content-Length', model.bytes)
    // Cuts the connection when the source breaks: a short body must not look like a whole one.
    await pipeline(source, res).catch(() => {})
  },
})
