/** `GET …/scenes/:scene/poster`: the poster in use, drafts included, for those who manage scenes. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { sendKeptFile } from './send-kept-file.js'

export const readPoster = route({
  operation: contract.readPoster,
  async handle({ context: { db, storage }, access, params, query, req, res }) {
    const { poster } = await requireScene(db, sceneAddress(access.organization.id, params))
    if (!poster || (query.sha256 !== undefined && query.sha256 !== poster.sha256)) {
      throw new Problem('not_found', { detail: 'The scene has no such poster.' })
    }
    await sendKeptFile({ req, res, storage }, poster)
  },
})
