/** What a published scene answers with, made once for each look-up. */
import { createHash } from 'node:crypto'
import { resolveSceneSettings } from '../schemas/scene-settings.js'
import type { Blob } from './send-blob.js'

export interface SceneRow {
  readonly id: string
  readonly projectId: string
  readonly name: string
  readonly version: number
  readonly updatedAt: Date
  readonly settings: Record<string, unknown>
  readonly publicPoster: boolean
  readonly model: Blob | null
  readonly poster: (Blob & { width: number; height: number; placeholder: string }) | null
}

export interface PublishedScene {
  readonly manifest: Buffer
  /** Strong: over the manifest's bytes. */
  readonly etag: string
  readonly model: Blob | null
  readonly poster: Blob | null
}

export interface ManifestOptions {
  readonly publicUrl: string
}

export function createPublishedScene(scene: SceneRow, options: ManifestOptions): PublishedScene {
  const manifest = Buffer.from(JSON.stringify(toManifest(scene, options)))
  const digest = createHash('sha256').update(manifest).digest('base64url').slice(0, 27)
  return { manifest, etag: `"${digest}"`, model: scene.model, poster: scene.poster }
}

function toManifest(scene: SceneRow, { publicUrl }: ManifestOptions): unknown {
  const address = `${publicUrl}/api/scenes/${scene.id}`
  const { model, poster } = scene
  return {
    id: scene.id,
    projectId: scene.projectId,
    name: scene.name,
    version: scene.version,
    updatedAt: scene.updatedAt.toISOString(),
    model: model && {
      url: `${address}/model`,
      mediaType: model.mediaType,
      bytes: model.bytes,
      sha256: model.sha256,
    },
    poster: poster && {
      url: scene.publicPoster ? `${publicUrl}/posters/${poster.sha256}` : `${address}/poster`,
      mediaType: poster.mediaType,
      width: poster.width,
      height: poster.height,
      placeholder: poster.placeholder,
    },
    settings: resolveSceneSettings(scene.settings),
  }
}
