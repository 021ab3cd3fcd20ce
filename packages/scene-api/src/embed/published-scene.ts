/** The responses of a published scene, made once for each lookup. */
import { createHash } from 'node:crypto'
import { resolveSceneSettings } from '../schemas/scene-settings.js'
import type { SceneManifest } from '../schemas/scene-manifest.js'
import { LINK_PICTURE } from '../schemas/scenes.js'
import type { Blob } from './send-blob.js'

type SceneSettings = ReturnType<typeof resolveSceneSettings>

export interface SceneRow {
  readonly id: string
  readonly projectId: string
  readonly name: string
  readonly version: number
  readonly updatedAt: Date
  readonly settings: Record<string, unknown>
  readonly publicPoster: boolean
  readonly model: Blob | null
  readonly poster:
    | (Blob & { width: number; height: number; placeholder: string; linkSha256: string | null })
    | null
}

export interface PublishedScene {
  readonly name: string
  readonly version: number
  readonly settings: SceneSettings
  /** JSON. Text leaves together with the head, in one piece; bytes would be a second one. */
  readonly manifest: string
  readonly manifestBytes: number
  /** Strong: over the manifest's bytes. */
  readonly etag: string
  readonly model: Blob | null
  readonly poster: Blob | null
}

export interface ManifestOptions {
  readonly publicUrl: string
}

export function createPublishedScene(scene: SceneRow, options: ManifestOptions): PublishedScene {
  const settings = resolveSceneSettings(scene.settings)
  const manifest = JSON.stringify(toManifest(scene, settings, options))
  const digest = createHash('sha256').update(manifest).digest('base64url').slice(0, 27)
  const { name, version, model, poster } = scene
  const manifestBytes = Buffer.byteLength(manifest)
  return { name, version, settings, manifest, manifestBytes, etag: `"${digest}"`, model, poster }
}

function toManifest(scene: SceneRow, settings: SceneSettings, { publicUrl }: ManifestOptions): SceneManifest {
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
      ...(scene.publicPoster &&
        poster.linkSha256 !== null && {
          link: { url: `${publicUrl}/posters/${poster.linkSha256}`, ...LINK_PICTURE },
        }),
    },
    settings,
  }
}
