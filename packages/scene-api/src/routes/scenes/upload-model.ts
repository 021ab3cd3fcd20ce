/** `PUT …/scenes/:scene/model`: a raw GLB, streamed to disk, validated, then in effect at once. */
import { lockOrganization } from '../../db/lock-organization.js'
import { defineOperation } from '../../http/operation.js'
import { compressBlob } from '../../models/compress-blob.js'
import { keepBlob, storeFile } from '../../models/keep-blob.js'
import { receiveUpload } from '../../models/receive-upload.js'
import { validateModel } from '../../models/validate-model.js'
import { Problem } from '../../problem.js'
import { withinStoredBytes } from '../../quotas/within-stored-bytes.js'
import { addVersion } from '../../scenes/add-version.js'
import { requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { presentScene } from '../../scenes/present-scene.js'
import { uploadedModelSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const MODEL_MEDIA_TYPE = 'model/gltf-binary'
const MEDIA_TYPES = [MODEL_MEDIA_TYPE, 'application/octet-stream']

export const uploadModel = defineOperation({
  id: 'uploadModel',
  method: 'put',
  ...scenePaths('/model'),
  tag: 'Scenes',
  summary: 'Upload the model of a scene',
  description:
    'A self-contained GLB (glTF 2.0 binary). It is validated before anything changes; a published scene then shows it at ' +
    'once. Every upload makes a version; an interrupted one leaves the old version in place.',
  permission: 'scene:write',
  upload: { mediaTypes: MEDIA_TYPES, description: 'The GLB file' },
  success: { status: 200, description: 'The scene, and what validation saw', schema: uploadedModelSchema },
  errors: [
    'quota_exceeded',
    'model_too_large',
    'unsupported_media_type',
    'invalid_model',
    'rate_limited',
    'request_timeout',
  ],
  async handle({ context, access, params, req, signal, reauthorize }) {
    const { db, clock, settings, logger } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    await requireScene(db, address)
    const maxBytes = settings.maxModelBytes
    const rules = {
      folder: settings.uploadFolder,
      maxBytes,
      mediaTypes: MEDIA_TYPES,
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
        throw new Problem('invalid_model', { detail, errors: verdict.errors })
      }
      const { report } = verdict
      const blob = { sha256, bytes, mediaType: MODEL_MEDIA_TYPE, filePath }
      await storeFile(context, blob)
      // Validation took its time as well.
      await reauthorize()
      const scene = await db.transaction(async (tx) => {
        const owner = await lockOrganization(tx, organization.id)
        const { keptVersions } = settings.quotas[owner.plan]
        await keepBlob(context, tx, blob)
        const version = { sha256, report: { ...report }, actor, at: clock.now(), keptVersions }
        await withinStoredBytes(tx, settings, owner, () => addVersion(tx, address, version))
        // Read before the lock goes: the answer names the version that this upload made.
        return presentScene(await requireScene(tx, address))
      })
      await context.work.compression
        .run(organization.id, signal, () => compressBlob(context, blob))
        .catch((error: unknown) => logger.warn({ err: error }, 'model not compressed'))
      await context.afterAccessChange({ kind: 'scene', id: scene.id })
      return { ...scene, report }
    })
  },
})
