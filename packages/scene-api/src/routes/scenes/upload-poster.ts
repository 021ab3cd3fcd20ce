/** `PUT …/scenes/:scene/poster`: an image, re-encoded as WebP. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { receiveUpload } from '../../mount/receive-upload.js'
import { Problem } from '../../problem.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { setPoster } from '../../domain/scenes/set-poster.js'
import { presentScene } from '../../domain/scenes/present-scene.js'
import { storePoster } from '../../domain/scenes/store-poster.js'

const MAX_BYTES = 20 * 1024 * 1024

export const uploadPoster = route({
  operation: contract.uploadPoster,
  async handle({ context, access, params, query, req, signal, reauthorize }) {
    const { db, settings } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    const { scene } = await requireScene(db, address)
    const rules = {
      folder: settings.uploadFolder,
      maxBytes: MAX_BYTES,
      mediaTypes: contract.uploadPoster.upload.mediaTypes,
      tooLarge: () =>
        new Problem('payload_too_large', {
          detail: 'A poster may have at most 20 MiB.',
          maxBytes: MAX_BYTES,
        }),
    }
    return receiveUpload({ req, signal, reauthorize }, rules, async (upload) => {
      const poster = await storePoster(context, {
        organizationId: organization.id,
        signal,
        source: upload.filePath,
        settings: scene.settings,
      })
      // Decoding took its time as well.
      await reauthorize()
      const automaticOf = query.automaticOf ?? null
      const id = await setPoster(context, address, { ...poster, automaticOf, actor })
      await context.afterAccessChange({ kind: 'scene', id })
      return presentScene(await requireScene(db, address))
    })
  },
})
