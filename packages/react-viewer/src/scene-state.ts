/** Where the loading of a scene stands: one union, the same for provider, viewer and callbacks. */
import type { ApiKeySource, Client, SceneManifest, VectrealError } from '@vectreal/embed-sdk'
import type { LoadedModel } from '@vectreal/viewer-core'

/** Where the loading of a scene stands, with what is known by then. */
export type SceneState =
  | { readonly phase: 'idle' }
  /** The key is being checked. */
  | { readonly phase: 'manifest' }
  | {
      readonly phase: 'downloading'
      readonly manifest: SceneManifest
      readonly loadedBytes: number
      readonly totalBytes: number
      /** 0 to 1, never falling. */
      readonly ratio: number
    }
  | { readonly phase: 'decoding'; readonly manifest: SceneManifest }
  | { readonly phase: 'ready'; readonly manifest: SceneManifest; readonly model: LoadedModel }
  /** No connection; loading goes on by itself when it is back. */
  | { readonly phase: 'offline'; readonly manifest: SceneManifest | null }
  /** The GPU dropped the picture; it is being built anew. */
  | { readonly phase: 'context_lost'; readonly manifest: SceneManifest; readonly model: LoadedModel }
  | { readonly phase: 'error'; readonly manifest: SceneManifest | null; readonly error: VectrealError }

/** The name of a `SceneState`; it stands in `data-vectreal-state`. */
export type ScenePhase = SceneState['phase']

/** Asked for by whoever shows the state of a scene. */
export interface SceneStore {
  readonly sceneId: string
  readonly client: Client
  getState(): SceneState
  /** For the requests from now on: the same key from another place, or a rotated one. */
  setApiKey(apiKey: ApiKeySource): void
  subscribe(listener: () => void): () => void
  /** Starts loading unless it has started. */
  load(): void
  /** Starts again after an error. */
  retry(): void
  /** Settles with the model of the current load; the same promise until `retry`. */
  whenReady(): Promise<LoadedModel>
  /** Tells the platform of a failure that only the page sees: drawing, for example. */
  report(error: VectrealError): void
  /** The GPU dropped a viewer's picture (true) or it is back (false). */
  setContextLost(lost: boolean): void
  /** Loading goes on while somebody holds the store. The result gives it back. */
  retain(): () => void
}
