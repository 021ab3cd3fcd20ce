/** What the element and the part of it that comes with the SDK agree on. */
import type { createClient } from '../client.js'
import type { Diagnosis } from '../diagnose.js'
import type { ApiKeySource } from '../keyed-request.js'
import type { EarlyRequest } from '../scene/early-request.js'
import type { SceneMessages } from '../scene/messages.js'
import type { Engine, SceneOverrides } from '../scene/ports.js'
import type { SceneControls, ScenePhase } from '../scene/states.js'
import type { SceneManifest } from '@vectreal/scene-format'
import type { isVectrealError, VectrealError } from '../vectreal-error.js'

/** Which scene an element shows. */
export interface ElementRequest {
  readonly sceneId: string
  readonly apiKey: ApiKeySource
  readonly baseUrl: string
  /** The attribute: which share of the failures is reported. */
  readonly reports: string | null
  readonly figures: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly early: EarlyRequest | null
  readonly engine: () => Promise<Engine>
}

/** The element, as the scene in it sees it. */
export interface ElementPlace {
  readonly root: ShadowRoot
  /** Where the viewer puts its canvas. */
  readonly stage: HTMLElement
  /** The box of the poster, over the stage. */
  readonly poster: HTMLElement
  readonly messages: Partial<SceneMessages>
  readonly overrides: () => SceneOverrides
  readonly isDebug: () => boolean
  setPhase(phase: ScenePhase): void
  /** Width by height, as the poster has it. */
  setShape(ratio: string): void
  /** True unless a listener prevented what follows. */
  emit(type: string, detail: unknown): boolean
}

/** A scene in an element. */
export interface ElementScene {
  readonly controls: SceneControls
  readonly error: VectrealError | null
  readonly manifest: SceneManifest | null
  whenReady(): Promise<void>
  retry(): void
  update(): void
  diagnose(): Promise<Diagnosis>
  dispose(): void
}

/** The part of the SDK that is loaded once a scene is wanted. */
export interface SceneRuntime {
  openScene(place: ElementPlace, request: ElementRequest): ElementScene
  createClient: typeof createClient
  VectrealError: typeof VectrealError
  isVectrealError: typeof isVectrealError
}
