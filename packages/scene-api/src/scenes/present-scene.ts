/** A scene as the API shows it. */
import type { blobs } from '../db/blobs.js'
import type { scenes } from '../db/scenes.js'
import { resolveSceneSettings } from '../schemas/scene-settings.js'
import type { Scene } from '../schemas/scenes.js'

type BlobRow = typeof blobs.$inferSelect

export interface SceneWithBlobs {
  readonly scene: typeof scenes.$inferSelect
  readonly model: BlobRow | null
  readonly poster: BlobRow | null
}

export function presentScene({ scene, model, poster }: SceneWithBlobs): Scene {
  const { id, organizationId, projectId, name, status, version, publicPoster } = scene
  return {
    id,
    organizationId,
    projectId,
    name,
    status,
    version,
    settings: resolveSceneSettings(scene.settings),
    publicPoster,
    model: model && presentBlob(model),
    poster:
      poster && scene.posterWidth !== null && scene.posterHeight !== null
        ? {
            ...presentBlob(poster),
            width: scene.posterWidth,
            height: scene.posterHeight,
            placeholder: scene.posterPlaceholder ?? '',
          }
        : null,
    publishedAt: scene.publishedAt?.toISOString() ?? null,
    createdAt: scene.createdAt.toISOString(),
    updatedAt: scene.updatedAt.toISOString(),
  }
}

export const presentBlob = ({ sha256, bytes, mediaType }: BlobRow) => ({ sha256, bytes, mediaType })
