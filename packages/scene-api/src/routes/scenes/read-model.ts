/** `GET …/scenes/:scene/model`: the model in use, drafts included, for those who manage scenes. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { sendKeptFile } from './send-kept-file.js'

export const readModel = route({
  operation: contract.readModel,
  async handle({ context: { db, storage }, access, params, query, req, res }) {
    const found = await requireScene(db, sceneAddress(access.organization.id, params))
    const model = query.file === 'delivered' ? (found.delivered ?? found.model) : found.model
    if (!model) throw new Problem('not_found', { detail: 'The scene has no model yet.' })
    await sendKeptFile({ req, res, storage }, model)
  },
})
