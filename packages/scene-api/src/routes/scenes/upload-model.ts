/** `PUT …/scenes/:scene/model`: a raw GLB, streamed to disk, validated, then in effect at once. */
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { keepBlob, storeFile } from '../../domain/models/keep-blob.js'
import { receiveUpload } from '../../mount/receive-upload.js'
import { initialState } from '../../domain/optimization/initial-state.js'
import { validateModel } from '../../domain/models/validate-model.js'
import { Problem } from '../../problem.js'
import { withinStoredBytes } from '../../domain/quotas/within-stored-bytes.js'
import { noteFailedModel } from '../../domain/webhooks/note-failed-model.js'
import { addVersion } from '../../domain/scenes/add-version.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { presentScene } from '../../domain/scenes/present-scene.js'
import { MODEL_MEDIA_TYPE } from '../../schemas/scenes.js'

export const uploadModel = route({
  operation: contract.uploadModel,
  async handle({ context, access, params, req, signal, reauthorize }) {
    const { db, clock, settings } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    await requireScene(db, address)
    const maxBytes = settings.maxModelBytes
    const rules = {
      folder: settings.uploadFolder,
      maxBytes,
      mediaTypes: contract.uploadModel.upload.mediaTypes,
      tooLarge: () =>
        new Problem('model_too_large', { detail: `The model may have at most ${maxBytes} bytes.`, maxBytes }),
    }
    return receiveUpload({ req, signal, reauthorize }, rules, async ({ filePath, sha256, bytes }) => {
      const verdict = await validateModel(context.work.models, {
        organizationId: organization.id,
        signal,
        filePath,
      })
      if (!verdict.ok) {
        const detail = verdict.errors.map(({ message }) => message).join(' ')
        await noteFailedModel(context, address, verdict.errors)
        throw new Problem('invalid_model', { detail, errors: verdict.errors })
      }
      const { report } = verdict
      const blob = { sha256, bytes, mediaType: MODEL_MEDIA_TYPE, filePath }
      await storeFile(context, blob)
      // Validation took its time as well.
      await reauthorize()
      const optimization = initialState(bytes, settings.modelOptimizers > 0)
      const scene = await db.transaction(async (tx) => {
        const owner = await lockOrganization(tx, organization.id)
        const { keptVersions } = settings.quotas[owner.plan]
        await keepBlob(context, tx, blob)
        const at = clock.now()
        const version = {
          sha256,
          report: { ...report },
          optimization,
          actor,
          at,
          keptVersions,
        }
        await withinStoredBytes(tx, settings, owner, () => addVersion(tx, address, version), at)
        // Read before the lock goes: the response names the version that this upload made.
        return presentScene(await requireScene(tx, address))
      })
      await context.afterAccessChange({ kind: 'scene', id: scene.id })
      context.compressLater({
        organizationId: organization.id,
        sceneId: scene.id,
        sha256,
        bytes,
        mediaType: MODEL_MEDIA_TYPE,
      })
      if (optimization.optimization === 'pending') context.wakeOptimizer()
      else context.afterLookChange({ organizationId: organization.id, sceneId: scene.id })
      return { ...scene, report }
    })
  },
})
