/** What AR needs of a scene and its place, and what it tells. */
import type { SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'
import type * as arSession from '@vectreal/viewer-core/ar'
import type { Scene } from '../scene/create-scene.js'
import type { SceneSurface } from '../scene/ports.js'

/** `opened`: an app or a code has been opened; the rest is of a session in the page, and of what went wrong. */
export type ArStatus = 'opened' | 'searching' | 'placed' | 'ended' | 'failed'

/** What the control needs of the scene and its place. */
export interface ArPorts {
  readonly scene: Pick<Scene, 'sceneId' | 'client'>
  readonly surface: Pick<SceneSurface, 'host' | 'messages' | 'emit'>
  readonly name: string
  readonly model: LoadedModel
  /** Names the scene in the address of a page, for a phone. */
  readonly phoneFragment: string
  /** Whether a phone was sent to this page for the scene. */
  readonly isSentFor: boolean
  settings(): SceneSettings
  /** The part of viewer-core that shows a model in a room. */
  loadSession(): Promise<typeof arSession>
}
