/** What the element, the session behind it and the frame agree on. */
import type { createClient } from './client.js'
import type { SceneManifest } from './scene-manifest.js'
import type { isVectrealError, VectrealError } from './vectreal-error.js'

/** Stands in `data-vectreal-state`. */
export type SceneState =
  | 'idle'
  | 'manifest'
  | 'downloading'
  | 'decoding'
  | 'ready'
  | 'error'
  | 'offline'
  | 'context-lost'

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

/** What can be done with a scene that is on screen: the same words on the element, in the frame and in React. */
export interface SceneControls {
  /** Names for `goTo`. */
  readonly cameras: readonly string[]
  /** Names for `setVariant`; empty where the model has none. */
  readonly variants: readonly string[]
  /** Names for `play`. */
  readonly animations: readonly string[]
  /** Rejects with a `TypeError` where there is no such camera. */
  goTo(camera: string): Promise<void>
  /** `null`: the materials the file starts with. Rejects with a `TypeError` where there is no such variant. */
  setVariant(variant: string | null): Promise<void>
  /** Absent: the animation of the settings. Rejects with a `TypeError` where there is no such animation. */
  play(animation?: string): Promise<void>
  pause(): Promise<void>
  seek(seconds: number): Promise<void>
  screenshot(options?: ScreenshotOptions): Promise<Blob>
}

export interface SceneRequest extends SceneOverrides {
  readonly sceneId: string
  readonly apiKey: string | (() => string | Promise<string>)
  readonly baseUrl: string
  /** The attribute: which share of the failures is reported. */
  readonly reports: string | null
  /** Report how long the scene took as well. */
  readonly figures: boolean
  /** Further headers for the API: the frame's page token. */
  readonly headers: Readonly<Record<string, string>>
  /** A request for the manifest that is already on its way. */
  readonly earlyManifest: EarlyManifest | null
  /** Loads what draws. Called again after it failed. */
  readonly loadViewer: () => Promise<ViewerModule>
}

/** What may be changed while a scene is on screen. `null` leaves it to the scene's own settings. */
export interface SceneOverrides {
  readonly autoRotate: boolean | null
  readonly cameraControls: boolean | null
  readonly alt: string | null
}

export interface OpenViewerOptions {
  readonly manifest: SceneManifest
  readonly overrides: () => SceneOverrides
  readonly signal: AbortSignal
  readonly surface: SceneSurface
  /** Called with a failure that comes after the scene was on screen. */
  readonly onFailure: (cause: unknown) => void
}

export interface ViewerHandle {
  readonly controls: SceneControls
  update(overrides: SceneOverrides): void
  dispose(): void
}

/** The module that draws. */
export interface ViewerModule {
  /** Resolves when the model is on screen, or ready to be drawn as soon as somebody scrolls to it. */
  openViewer(bytes: ArrayBuffer, options: OpenViewerOptions): Promise<ViewerHandle>
}

export interface EarlyManifest {
  readonly url: string
  readonly response: Promise<Response>
}

/** What a session may do to whoever shows it. */
export interface SceneSurface {
  /** Where the viewer puts its canvas. */
  readonly stage: HTMLElement
  setState(state: SceneState): void
  setManifest(manifest: SceneManifest): void
  setPoster(url: string, manifest: SceneManifest): void
  setProgress(progress: SceneProgress): void
  /** True while the model itself is on screen; the poster stands in for it otherwise. */
  setDrawn(isDrawn: boolean): void
  setReady(controls: SceneControls): void
  setFailed(error: VectrealError): void
  emit(type: string, detail: unknown): void
}

export interface SceneSession {
  update(overrides: SceneOverrides): void
  dispose(): void
}

/** The part of the SDK that is loaded once a scene is wanted. */
export interface SceneRuntime {
  openScene(request: SceneRequest, surface: SceneSurface): SceneSession
  createClient: typeof createClient
  VectrealError: typeof VectrealError
  isVectrealError: typeof isVectrealError
}
