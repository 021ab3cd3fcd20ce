/** What a scene needs from outside: the network, what draws, and a place to be shown in. */
import type * as arSession from '@vectreal/viewer-core/ar'
import type { SparseSceneSettings } from '@vectreal/scene-format'
import type {
  CreateFrameDriver,
  DecoderSource,
  LoadedModel,
  LoadModelOptions,
  Viewer,
  ViewerOptions,
} from '@vectreal/viewer-core'
import type { ApiKeySource } from '../keyed-request.js'
import type { EarlyRequest } from './early-request.js'
import type { SceneMessages } from './messages.js'
import type { ToolbarWish } from './toolbar-wish.js'

/** viewer-core, or the part of it that is used. */
export interface Engine {
  loadModel(bytes: ArrayBuffer, options?: LoadModelOptions): Promise<LoadedModel>
  createViewer(container: HTMLElement, options?: ViewerOptions): Viewer
  /** Has the GPU get ready for the page's first model while that is on its way. */
  prepareAhead(settings: SparseSceneSettings): void
  /** Fetches what a piece of a model says that it needs, while the rest is on its way. */
  prepareDecoders(piece: Uint8Array): Promise<void>
  adoptSheet(element: HTMLElement, css: string, nonce?: string): () => void
  /** The part that shows a model in the visitor's room. */
  loadArSession(): Promise<typeof arSession>
  /** Called when no model is left on the page. */
  disposeShared(): Promise<void>
}

/** A scene to load, and with what. */
export interface SceneRequest {
  readonly sceneId: string
  /** The key, or a function that gives it (or a promise of it) before each request. */
  readonly apiKey: ApiKeySource
  /** Root of the platform, for example `https://vectreal.example.com`. */
  readonly baseUrl: string | URL
  /** Loads what draws. Called again after it failed. */
  readonly engine: () => Promise<Engine>
  /** In place of the global one, for tests and proxies. */
  readonly fetch?: typeof fetch | undefined
  /** Further headers for the API: the iframe's page token. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** A request for the manifest that is already on its way. */
  readonly early?: EarlyRequest | null | undefined
  /** Where the Draco and KTX2 decoders are; by default in the package. */
  readonly decoders?: DecoderSource | undefined
  /** Share of failures that the platform hears of, 0 to 1; 0: none. Default 1. */
  readonly reports?: number | undefined
  /** Report how long the scene took as well. */
  readonly figures?: boolean | undefined
}

/** What the page says over the scene's own settings. Absent or `null`: the scene's own. */
export interface SceneOverrides {
  readonly alt?: string | null | undefined
  readonly autoRotate?: boolean | null | undefined
  /** True: turn, zoom and pan. False: none of them. */
  readonly cameraControls?: boolean | null | undefined
  /** Name of the camera to look through; `null` frames the whole model. */
  readonly camera?: string | null | undefined
  /** Name of the material variant; `null`: the materials the file starts with. */
  readonly variant?: string | null | undefined
  /** Which controls the toolbar has; see `parseToolbar`. */
  readonly toolbar?: ToolbarWish | undefined
  /** Whether AR is offered where the device can do it. */
  readonly ar?: boolean | null | undefined
  /** Any other setting; those above win. */
  readonly settings?: SparseSceneSettings | undefined
}

/** Where one view of a scene is shown. */
export interface SceneSurface {
  /** Where the viewer puts its canvas. */
  readonly host: HTMLElement
  overrides(): SceneOverrides
  readonly messages?: Partial<SceneMessages> | undefined
  /** Of the messages, as a BCP 47 tag. Absent: English. */
  readonly language?: string | undefined
  /** False: the page has a picture of its own. */
  readonly wantsPoster?: boolean
  /** For the style element of browsers without constructed style sheets. */
  readonly nonce?: string | undefined
  /** Who calls for frames; by default `requestAnimationFrame`. */
  readonly driver?: (() => Promise<CreateFrameDriver>) | undefined
  /** What the toolbar shows on the whole screen; by default `host`. */
  readonly frame?: HTMLElement | undefined
  /** What covers the picture until it is drawn; `ready` waits until that is gone. */
  cover(): Element | null
  /** `pose`, `playing`, `hotspot` and `ar-status`, with their detail. */
  emit(type: 'pose' | 'playing' | 'hotspot' | 'ar-status', detail: unknown): void
}
