/** `PUT …/scenes/:scene/poster`: an image, re-encoded as WebP. */
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { defineOperation } from '../../http/operation.js'
import { keepBlob, storeFile } from '../../models/keep-blob.js'
import { receiveUpload } from '../../models/receive-upload.js'
import { Problem } from '../../problem.js'
import { withinStoredBytes } from '../../quotas/within-stored-bytes.js'
import { lockScene, requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { makePoster, POSTER_MEDIA_TYPE } from '../../scenes/make-poster.js'
import { presentScene } from '../../scenes/present-scene.js'
import { sceneSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

const MAX_BYTES = 20 * 1024 * 1024
const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/avif']

export const uploadPoster = defineOperation({
  id: 'uploadPoster',
  method: 'put',
  ...scenePaths('/poster'),
  tag: 'Scenes',
  summary: 'Upload the poster of a scene',
  description:
    'PNG, JPEG, WebP or AVIF, at most 20 MiB, 8192 pixels a side and 50 megapixels (AVIF: 25). Kept as WebP, without metadata.',
  permission: 'scene:write',
  upload: { mediaTypes: MEDIA_TYPES, description: 'The image file' },
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  errors: [
    'quota_exceeded',
    'payload_too_large',
    'unsupported_media_type',
    'invalid_image',
    'rate_limited',
    'request_timeout',
  ],
  async handle({ context, access, params, req, signal, reauthorize }) {
    const { db, clock, settings } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    await requireScene(db, address)
    const rules = {
      folder: settings.uploadFolder,
      maxBytes: MAX_BYTES,
      mediaTypes: MEDIA_TYPES,
      tooLarge: () =>
        new Problem('payload_too_large', {
          detail: 'A poster may have at most 20 MiB.',
          maxBytes: MAX_BYTES,
        }),
    }
    return receiveUpload({ req, signal, reauthorize }, rules, async (upload) => {
      const filePath = `${upload.filePath}.webp.upload`
      try {
        const { width, height, placeholder } = await makePoster(context.work.posters, {
          organizationId: organization.id,
          signal,
          source: upload.filePath,
          target: filePath,
        })
        const data = await readFile(filePath)
        const sha256 = createHash('sha256').update(data).digest('hex')
        const blob = { sha256, bytes: data.length, mediaType: POSTER_MEDIA_TYPE, filePath }
        await storeFile(context, blob)
        // Decoding took its time as well.
        await reauthorize()
        const id = await db.transaction(async (tx) => {
          const owner = await lockOrganization(tx, organization.id)
          await keepBlob(context, tx, blob)
          const scene = await lockScene(tx, address)
          const now = clock.now()
          const change = {
            posterSha256: sha256,
            posterWidth: width,
            posterHeight: height,
            posterPlaceholder: placeholder,
            updatedAt: now,
          }
          await withinStoredBytes(tx, settings, owner, async () => {
            await tx.update(scenes).set(change).where(eq(scenes.id, scene.id))
          })
          await recordAudit(tx, {
            organizationId: organization.id,
            at: now,
            action: 'scene.poster_uploaded',
            actor,
            target: { kind: 'scene', id: scene.id },
            before: { sha256: scene.posterSha256 },
            after: { sha256 },
          })
          return scene.id
        })
        await context.afterAccessChange({ kind: 'scene', id })
      } finally {
        await rm(filePath, { force: true })
      }
      return presentScene(await requireScene(db, address))
    })
  },
})
