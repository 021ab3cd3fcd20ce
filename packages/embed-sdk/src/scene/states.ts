/** Where a scene stands, and what can be done with one that is shown: the same for element, iframe and React. */
import type { LoadedModel } from '@vectreal/viewer-core'
import type { SceneManifest } from '@vectreal/scene-format'
import type { VectrealError } from '../vectreal-error.js'

/** Where a scene stands, with what is known by then. */
export type SceneState =
  | { readonly phase: 'idle' }
  /** The key is being checked. */
  | { readonly phase: 'manifest' }
  | {
      readonly phase: 'downloading'
      readonly manifest: SceneManifest
      readonly loadedBytes: number
      /** Of the model, as the manifest states it. */
      readonly totalBytes: number
      /** 0 to 1, never falling. */
      readonly ratio: number
    }
  | { readonly phase: 'decoding'; readonly manifest: SceneManifest }
  | { readonly phase: 'ready'; readonly manifest: SceneManifest; readonly model: LoadedModel }
  /** No connection; loading goes on by itself when it is back. */
  | { readonly phase: 'offline'; readonly manifest: SceneManifest | null }
  /** The GPU dropped the picture; it is being drawn anew. */
  | { readonly phase: 'context-lost'; readonly manifest: SceneManifest; readonly model: LoadedModel }
  | { readonly phase: 'error'; readonly manifest: SceneManifest | null; readonly error: VectrealError }

/** The name of a `SceneState`; it stands in `data-vectreal-state`. */
export type ScenePhase = SceneState['phase']

/** Where one view of a scene stands. */
export interface SceneViewState {
  /** That of the scene, except that `ready` means drawn here, or out of sight. */
  readonly scene: SceneState
  /** The model itself is on screen; the poster stands in for it otherwise. */
  readonly isDrawn: boolean
  /** Address of the poster, which may be a `blob:`. `null`: none, or not there yet. */
  readonly poster: string | null
}

/** How far a scene has come. */
export interface SceneProgress {
  readonly phase: 'downloading' | 'decoding' | 'ready'
  readonly loadedBytes: number
  /** Of the model, as the manifest states it. */
  readonly totalBytes: number
  /** 0 to 1, never falling. */
  readonly ratio: number
}

/** How `screenshot` takes its picture. */
export interface ScreenshotOptions {
  /** In pixels of the picture. Absent: as wide as the scene, at the screen's pixel ratio. */
  readonly width?: number
  /** In the same pixels as `width`. Absent: as high as the scene. */
  readonly height?: number
  /** Name of a camera; default: where the visitor stands. */
  readonly camera?: string
  /** Default `image/png`. */
  readonly type?: 'image/png' | 'image/jpeg' | 'image/webp'
}

/** What can be done with a scene that is shown. Methods wait until it is, and reject where it fails or goes away. */
export interface SceneControls {
  /** Names for `goTo`. */
  readonly cameras: readonly string[]
  /** Names for `setVariant`; empty where the model has none. */
  readonly variants: readonly string[]
  /** Names for `play`. */
  readonly animations: readonly string[]
  /** `null`: frames the whole model. Rejects with a `TypeError` where there is no such camera. */
  goTo(camera: string | null): Promise<void>
  /** `null`: the materials the file starts with. Rejects with a `TypeError` where there is no such variant. */
  setVariant(variant: string | null): Promise<void>
  /** Absent: the animation of the settings; `null`: the first. Rejects with a `TypeError` where there is no such animation. */
  play(animation?: string | null): Promise<void>
  /** Stops the animation where it is. */
  pause(): Promise<void>
  /** Shows the animation as it is after so many seconds. */
  seek(seconds: number): Promise<void>
  /** A picture of the scene, without toolbar and hotspots. */
  screenshot(options?: ScreenshotOptions): Promise<Blob>
}

/** The manifest of a state that knows it. */
export function manifestOf(state: SceneState): SceneManifest | null {
  return 'manifest' in state ? state.manifest : null
}

/** The error of a state that has one. */
export function errorOf(state: SceneState): VectrealError | null {
  return state.phase === 'error' ? state.error : null
}

/** True while there is something to wait for. */
export function isBusy({ phase }: SceneState): boolean {
  return phase === 'manifest' || phase === 'downloading' || phase === 'decoding'
}
