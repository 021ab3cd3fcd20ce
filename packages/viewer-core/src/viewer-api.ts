/** What a page can ask of a viewer, and what it is told. */
import type { Dimensions } from './dimensions.js'
import type { ViewerLabels } from './labels.js'
import type { LoadedModel } from './loaded-model.js'
import type { ModelError } from './model-error.js'
import type { OrbitPose } from './orbit-pose.js'
import type { Picked } from './pick.js'
import type { CreateFrameDriver } from './render-loop.js'
import type { ScreenshotOptions } from './screenshot.js'
import type { Swatch } from './swatches.js'
import type { LengthUnit, SparseSceneSettings } from '@vectreal/scene-format'

/** What `createViewer` takes beside its container. */
export interface ViewerOptions {
  /** What they leave out has its default. */
  readonly settings?: SparseSceneSettings | undefined
  /** Text alternative where the settings have none: the name of the scene. */
  readonly name?: string | undefined
  /** Those left out are English. */
  readonly labels?: Partial<ViewerLabels> | undefined
  /** For the style element of browsers without constructed style sheets. */
  readonly nonce?: string | undefined
  /** Who calls for frames; by default `requestAnimationFrame`. */
  readonly driver?: CreateFrameDriver | undefined
  /** Starts where another viewer stood. */
  readonly pose?: OrbitPose | undefined
}

/** What `Viewer.on` tells of, and what its listeners get. */
export interface ViewerEvents {
  /** The model is on screen for the first time. */
  ready: { readonly model: LoadedModel }
  /** The view has come to rest: with the first picture of a model, and after it has moved. */
  pose: OrbitPose
  /** The animation runs (true) or stands still. */
  playing: boolean
  /** It flies to one by name, or to the whole model (null). */
  camera: string | null
  /** Null: the materials the file starts with. */
  variant: string | null
  /** The visitor pressed one. */
  hotspot: { readonly id: string }
  /** The browser took the WebGL context away; the viewer asks for another one. */
  contextlost: undefined
  /** The model is on screen again. */
  contextrestored: undefined
  /** `context_lost` for good, or `webgl_unavailable`. */
  error: ModelError
}

/** Where the animation of a viewer stands. */
export interface PlaybackState {
  readonly clip: string
  readonly seconds: number
  readonly durationSeconds: number
  readonly isPlaying: boolean
  /** False: every moment of it looks the same. */
  readonly moves: boolean
}

/** Shows one model at a time in the element it was made for. */
export interface Viewer {
  /** Every text, with those left out in English. */
  readonly labels: ViewerLabels
  /** The focusable surface. */
  readonly element: HTMLElement
  /** Takes the place of the model before it; null: nothing is shown. It disposes of neither. */
  setModel(model: LoadedModel | null): void
  /** All settings anew: what is left out has its default. */
  setSettings(settings: SparseSceneSettings): void
  /** Text alternative where the settings have none. */
  setName(name: string): void
  /** Null: frame the whole model. False: there is no such camera. */
  goTo(camera: string | null): boolean
  /** Where the camera stands, or is on its way to. */
  readonly pose: OrbitPose
  /** Goes there at once, within the limits of the settings. */
  setPose(pose: OrbitPose): void
  /** Names of all cameras: of the settings, then of the file. */
  readonly cameras: readonly string[]
  /** Null: the materials the file starts with. False: there is no such variant, or no model. */
  setVariant(name: string | null): boolean
  /** The one that is shown; null: the materials the file starts with. */
  readonly variant: string | null
  /** How each variant looks. Rejects where the code for it does not arrive. */
  swatches(): Promise<readonly Swatch[]>
  /** Null: the model has no animation. */
  readonly playback: PlaybackState | null
  /** Null: the first clip; absent: the clip of the settings. False: there is no such clip. */
  play(clip?: string | null): boolean
  /** Stops where it is; `play` goes on from there. */
  pause(): void
  /** Shows a moment of the clip, playing or not; nothing where the model has no clips. */
  seek(seconds: number): void
  /**
   * What is seen at a point of the page, in client coordinates; null: no part of the model. Rejects where the code for it
   * does not arrive.
   */
  pick(clientX: number, clientY: number): Promise<Picked | null>
  /** Of the model at rest; null: none is shown, or it has no size. */
  readonly dimensions: Dimensions | null
  /**
   * Shows them along the edges of the model; null: not. Holds until the settings say something else. Rejects where the code for
   * it does not arrive.
   */
  showDimensions(unit: LengthUnit | null): Promise<void>
  /** Needs a free WebGL context and a model. */
  screenshot(options?: ScreenshotOptions): Promise<Blob>
  /** Draws a frame soon; for whoever changed something in the scene from outside. */
  requestFrame(): void
  /** The result ends it. */
  on<Name extends keyof ViewerEvents>(name: Name, listener: (detail: ViewerEvents[Name]) => void): () => void
  /** Frees the WebGL context and removes `element`. The model stays loaded. */
  dispose(): void
}
