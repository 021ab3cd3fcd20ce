/** What the API says about a published scene. */
import type { SceneSettings } from './scene-settings.js'
import { VectrealError } from './vectreal-error.js'

export type { SceneSettings } from './scene-settings.js'

export interface SceneManifest {
  readonly id: string
  readonly projectId: string
  readonly name: string
  /** Grows by one with every change that viewers can see. */
  readonly version: number
  /** ISO 8601. */
  readonly updatedAt: string
  readonly model: SceneModel
  readonly poster: ScenePoster | null
  readonly settings: SceneSettings
}

export interface SceneModel {
  readonly url: string
  readonly mediaType: string
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

export interface ScenePoster {
  readonly url: string
  readonly mediaType: string
  readonly width: number
  readonly height: number
  /** A tiny `data:` picture to show while the poster is on its way. */
  readonly placeholder: string | null
}

/** Checks what the client itself relies on; a value of another shape did not come from a Vectreal platform. */
export function parseManifest(value: unknown): SceneManifest {
  const manifest = value as Partial<SceneManifest> | null
  const model = manifest?.model
  const isManifest =
    typeof manifest?.id === 'string' &&
    typeof model?.url === 'string' &&
    Number.isSafeInteger(model.bytes) &&
    model.bytes > 0 &&
    typeof model.sha256 === 'string'
  if (!isManifest)
    throw new VectrealError('unexpected_response', { detail: 'The answer is not a scene manifest.' })
  return manifest as SceneManifest
}
