/** What the API says about a published scene. */
import type { SceneSettings } from './settings.js'

/** What the API says about a published scene. */
export interface SceneManifest {
  readonly id: string
  readonly projectId: string
  readonly name: string
  /** Grows by one with every change that viewers can see. */
  readonly version: number
  /** ISO 8601. */
  readonly updatedAt: string
  readonly model: SceneModel
  /** `null`: the scene has none. */
  readonly poster: ScenePoster | null
  /** Whole: every default is filled in. */
  readonly settings: SceneSettings
}

/** The file of a scene. */
export interface SceneModel {
  /** Absolute, or relative to the platform. It needs the key where it is a route of the API. */
  readonly url: string
  /** `model/gltf-binary`. */
  readonly mediaType: string
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** The picture of a scene, shown until its model is. */
export interface ScenePoster {
  /** Needs the key unless the scene has a public poster. */
  readonly url: string
  readonly mediaType: string
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
  /** A tiny `data:` picture to show while the poster is on its way. */
  readonly placeholder: string | null
  /** For link previews (`og:image`): 1200 × 630 pixels, without a key. Only where the poster is public. */
  readonly link?: LinkPicture | undefined
}

/** The poster of a scene in the size of link previews. */
export interface LinkPicture {
  readonly url: string
  /** `image/jpeg`. */
  readonly mediaType: string
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
}

/** Checks what a client itself relies on. Returns null for anything else: it did not come from a Vectreal platform. */
export function parseManifest(value: unknown): SceneManifest | null {
  const manifest = value as Partial<SceneManifest> | null
  const model = manifest?.model
  const isManifest =
    typeof manifest?.id === 'string' &&
    typeof model?.url === 'string' &&
    Number.isSafeInteger(model.bytes) &&
    model.bytes > 0 &&
    typeof model.sha256 === 'string'
  return isManifest ? (manifest as SceneManifest) : null
}
