/** What every control of a toolbar is made with. */
import type { SceneSettings } from '@vectreal/scene-format'
import type { Swatch, Viewer } from '@vectreal/viewer-core'
import type { Panels } from './panels.js'
import type { ControlTexts } from './toolbar-texts.js'

/** How augmented reality is offered; a toolbar without it has no such control. */
export interface ArControl {
  /** Whether this device can show the scene in its surroundings. */
  isAvailable(): Promise<boolean>
  /** Called once the button is offered: it gets the focus where the visitor has come to this page for it. */
  attend(button: HTMLElement, viewer: Viewer, signal: AbortSignal): void
  /** Called from a click, as the browser asks for it. */
  open(): void
}

/** A place where a scene is shown, and what the toolbar does there. */
export interface ToolbarPorts {
  /** Holds the picture; the toolbar goes in after it. */
  readonly host: HTMLElement
  /** What full screen shows. */
  readonly frame: HTMLElement
  readonly viewer: Viewer
  /** Of the variants. */
  readonly swatches: readonly Swatch[]
  /** Names of the animations. */
  readonly clips: readonly string[]
  /** Of the scene: what a shared picture is called. */
  readonly name: string
  readonly texts: ControlTexts
  /** BCP 47. */
  readonly language: string
  readonly isRightToLeft: boolean
  /** Puts a style sheet where the toolbar is. */
  adopt(element: HTMLElement, css: string): () => void
  readonly ar: ArControl | null
}

export interface ToolbarContext extends ToolbarPorts {
  readonly settings: SceneSettings
  readonly panels: Panels
  /** Where a text over the toolbar goes. */
  readonly holder: HTMLElement
  /** To be called where a control comes or goes by itself. */
  rearrange(): void
  /** Ends with the toolbar. */
  readonly signal: AbortSignal
  /** Calls `show` after each change of camera, variant or animation. The result ends it. */
  watch(show: () => void): () => void
}
