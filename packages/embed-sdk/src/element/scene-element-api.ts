/** What a `<vectreal-scene>` has and tells: types only. */
import type { ArStatus } from '../ar/index.js'
import type { Diagnosis } from '../diagnose.js'
import type { ApiKeySource } from '../keyed-request.js'
import type { SceneMessages } from '../scene/messages.js'
import type { SceneControls, ScenePhase, SceneProgress } from '../scene/states.js'
import type { ToolbarWish } from '../scene/toolbar-wish.js'
import type { Loading } from '../scene/when-wanted.js'
import type { SceneManifest } from '@vectreal/scene-format'
import type { OrbitPose } from '@vectreal/viewer-core'
import type { VectrealError } from '../vectreal-error.js'

/**
 * A `<vectreal-scene>`. Properties mirror attributes, and setting one to `null` or `undefined` leaves it out;
 * controls wait until the scene is on screen and reject where it fails.
 *
 * @slot - What is shown until the poster has come, and where no script runs.
 * @csspart poster - The box of the poster.
 * @csspart poster-image - The scene's poster in it.
 * @csspart viewer - The picture.
 * @csspart bar - The progress bar.
 * @csspart message - What visitors read where the scene cannot be shown.
 * @csspart remedy - The reason in it, for whoever builds the page.
 * @csspart retry - The button that tries again.
 * @csspart start - The button of `loading="interaction"`.
 * @csspart credit - The credit of the model.
 * @csspart surface - What takes the focus and the pointer.
 * @csspart hotspot - The button of a hotspot.
 * @csspart note - The text of the hotspot that is open.
 * @csspart dimension - A length at an edge of the model.
 * @csspart play - The button that plays an animation where there is no toolbar.
 * @csspart hint - How to zoom, where the wheel scrolls the page.
 * @csspart controls - All around the toolbar.
 * @csspart toolbar - The row of buttons.
 * @csspart tool - Each button; `tool-fullscreen` and so on: that of one control.
 * @csspart tool-panel - What a button opens.
 * @csspart option - A choice in it.
 * @csspart swatch - The colour or texture of a variant.
 * @csspart timeline - Where an animation is.
 * @csspart tour - Previous and next of a tour.
 * @csspart tour-text - The text of the view that is shown.
 * @cssproperty [--vectreal-aspect-ratio=4/3] - Width by height without a CSS size; a poster's own wins over the default.
 * @cssproperty [--vectreal-background=transparent] - Behind the picture.
 * @cssproperty [--vectreal-color=#1c1c1c] - Text.
 * @cssproperty [--vectreal-font=14px/1.4 system-ui, sans-serif] - The `font` shorthand of all text.
 * @cssproperty [--vectreal-accent=#2563eb] - The progress bar, and what is chosen.
 * @cssproperty [--vectreal-focus=var(--vectreal-accent)] - The ring around what has the focus.
 * @cssproperty [--vectreal-radius=10px] - Corners of toolbar and panels.
 * @cssproperty [--vectreal-poster-fit=contain] - `object-fit` of the poster.
 * @cssproperty [--vectreal-message-background=#fffe] - Behind messages and the credit.
 * @cssproperty [--vectreal-message-color=#1c1c1c] - Their text.
 * @cssproperty [--vectreal-toolbar-background=#fff] - Behind the toolbar.
 * @cssproperty [--vectreal-toolbar-color=#15171a] - Its icons and text.
 * @cssproperty [--vectreal-fullscreen-background=#fff] - Behind the picture on the whole screen.
 */
export interface VectrealSceneElement extends HTMLElement, SceneControls {
  /** Id of a published scene. */
  get sceneId(): string
  set sceneId(value: string | null | undefined)
  /** The attribute holds a string; a function is asked before every request. */
  get apiKey(): ApiKeySource
  set apiKey(value: ApiKeySource | null | undefined)
  /** Root of the platform; '' where neither attribute nor script names one. */
  get baseUrl(): string
  set baseUrl(value: string | null | undefined)
  /** Default `lazy`; so is any value that is none of them. */
  get loading(): Loading
  set loading(value: Loading | null | undefined)
  /** Default: the text alternative of the scene's own settings. */
  get alt(): string
  set alt(value: string | null | undefined)
  /** `null` leaves it to the scene's own settings. */
  get autoRotate(): boolean | null
  set autoRotate(value: boolean | null | undefined)
  /** True: turn, zoom and pan. False: none of them. `null`: the scene's own settings. */
  get cameraControls(): boolean | null
  set cameraControls(value: boolean | null | undefined)
  /** Which built-in controls, as `ToolbarWish`; `null`: the scene's own settings. */
  get toolbar(): string | null
  set toolbar(value: ToolbarWish | undefined)
  /** Offers AR where the device can do it; `null`: as the scene's own settings say. */
  get ar(): boolean | null
  set ar(value: boolean | null | undefined)
  /** Where visitors sign in, for a scene that is for signed-in visitors; '': the page does not say. */
  get signInUrl(): string
  set signInUrl(value: string | null | undefined)
  /** Texts of the page's own; the attribute holds them as JSON. What is left out is in the language of `lang`. */
  get messages(): Partial<SceneMessages>
  set messages(value: Partial<SceneMessages> | null | undefined)
  /** Where the scene stands; also in `data-vectreal-state`. */
  readonly state: ScenePhase
  /** Why the scene is not shown; `null` unless it failed. */
  readonly error: VectrealError | null
  /** `null` until it has come. */
  readonly manifest: SceneManifest | null
  /** Loads at once, whatever `loading` says. Resolves when the scene is on screen. */
  load(): Promise<void>
  /** Tries again after an error. */
  retry(): void
  /** Runs the checks one by one and says which of them fails. */
  diagnose(): Promise<Diagnosis>
  addEventListener<Type extends keyof SceneEventMap>(
    type: Type,
    listener: (event: SceneEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener<Type extends Exclude<keyof HTMLElementEventMap, keyof SceneEventMap>>(
    type: Type,
    listener: (event: HTMLElementEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

/** The events of a `<vectreal-scene>`, which all bubble. */
export interface SceneEventMap {
  /** How far the download has come; `ratio` is 0 to 1, never falling. */
  progress: CustomEvent<SceneProgress>
  /** The scene is on screen. */
  load: CustomEvent<{ manifest: SceneManifest }>
  /** `preventDefault()` keeps the message off the element. */
  error: CustomEvent<VectrealError>
  /** Where the scene stands has changed. */
  statechange: CustomEvent<{ state: ScenePhase }>
  /** The view has changed and come to rest. */
  pose: CustomEvent<OrbitPose>
  /** An animation runs, or stands still. */
  playing: CustomEvent<{ playing: boolean }>
  /** The visitor pressed the hotspot of that id. */
  hotspot: CustomEvent<{ id: string }>
  /** How far a visitor has come with AR. */
  'ar-status': CustomEvent<{ status: ArStatus }>
}

declare global {
  interface HTMLElementTagNameMap {
    'vectreal-scene': VectrealSceneElement
  }
}
