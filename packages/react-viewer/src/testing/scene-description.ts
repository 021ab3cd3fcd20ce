/** What a test says of its scenes. Types only. */
import type { VectrealErrorCode } from '@vectreal/embed-sdk'
import type { SparseSceneSettings } from '@vectreal/scene-format'
import type { Dimensions } from '@vectreal/viewer-core'

/** What a test says of a scene; all of it may be left out. */
export interface TestScene {
  /** Default `Test scene`. */
  readonly name?: string
  readonly settings?: SparseSceneSettings
  readonly variants?: readonly string[]
  readonly cameras?: readonly string[]
  readonly animations?: readonly string[]
  /** In metres. Default: 1 each. */
  readonly dimensions?: Dimensions
  /** Where a scene is once it loads. Default `ready`. */
  readonly state?: TestState
}

/** Where a scene stands: the name of a phase, the share of the download, or why it failed. */
export type TestState =
  | 'manifest'
  | 'decoding'
  | 'ready'
  | 'offline'
  | 'context-lost'
  | { readonly downloading: number }
  | { readonly error: VectrealErrorCode }
