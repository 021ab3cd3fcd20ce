/** What the element and the part of it that comes with the SDK agree on. */
import type { createClient } from '../client.js'
import type { Diagnosis } from '../diagnose.js'
import type { ApiKeySource } from '../keyed-request.js'
import type { EarlyRequest } from '../scene/early-request.js'
import type { SceneMessages } from '../scene/messages.js'
import type { Engine } from '../scene/ports.js'
import type { SceneControls, ScenePhase } from '../scene/states.js'
import type { SceneManifest } from '@vectreal/scene-format'
import type { VectrealSceneElement } from './scene-element-api.js'
import type { isVectrealError, VectrealError } from '../vectreal-error.js'

/** Which scene an element shows. */
export interface ElementRequest {
  readonly sceneId: string
  readonly apiKey: ApiKeySource
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly early: EarlyRequest | null
  readonly engine: () => Promise<Engine>
}

/** The element, as the scene in it sees it. */
export interface ElementPlace {
  /** Says what the page wants. */
  readonly element: VectrealSceneElement
  readonly root: ShadowRoot
  /** Where the viewer puts its canvas. */
  readonly stage: HTMLElement
  /** The box of the poster, over the stage. */
  readonly poster: HTMLElement
  /** In the language of the element. */
  readonly texts: Partial<SceneMessages>
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
  dispose(): void
}

/** The part of the SDK that is loaded once a scene is wanted. */
export interface SceneRuntime {
  openScene(place: ElementPlace, request: ElementRequest): ElementScene
  /** Runs the checks of a scene one by one. */
  diagnose(element: VectrealSceneElement, headers?: Readonly<Record<string, string>>): Promise<Diagnosis>
  createClient: typeof createClient
  VectrealError: typeof VectrealError
  isVectrealError: typeof isVectrealError
}
