/** A scene as the API shows it. */
import type { blobs } from '../../db/blobs.js'
import type { scenes } from '../../db/scenes.js'
import { resolveSceneSettings } from '../../schemas/scene-settings.js'
import type { Scene } from '../../schemas/scenes.js'

type BlobRow = typeof blobs.$inferSelect

export interface SceneWithBlobs {
  readonly scene: typeof scenes.$inferSelect
  readonly model: BlobRow | null
  readonly delivered: BlobRow | null
  readonly poster: BlobRow | null
}

export function presentScene({ scene, model, delivered, poster }: SceneWithBlobs): Scene {
  const { id, organizationId, projectId, name, status, version, publicPoster, delivery, textures } = scene
  return {
    id,
    organizationId,
    projectId,
    name,
    status,
    version,
    settings: resolveSceneSettings(scene.settings),
    publicPoster,
    model: presentFile(model),
    delivery,
    textures,
    delivered: presentFile(delivered ?? model),
    poster:
      poster && scene.posterWidth !== null && scene.posterHeight !== null
        ? {
            ...presentBlob(poster),
            width: scene.posterWidth,
            height: scene.posterHeight,
            placeholder: scene.posterPlaceholder ?? '',
            automaticOf: scene.posterVersion,
            linkSha256: scene.linkSha256,
          }
        : null,
    publishedAt: scene.publishedAt?.toISOString() ?? null,
    createdAt: scene.createdAt.toISOString(),
    updatedAt: scene.updatedAt.toISOString(),
  }
}

const presentFile = (blob: BlobRow | null) => blob && presentBlob(blob)

export const presentBlob = ({ sha256, bytes, mediaType }: BlobRow) => ({ sha256, bytes, mediaType })
