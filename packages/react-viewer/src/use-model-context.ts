'use client'
/** Reads the scene of the nearest provider. */
import type { Client, SceneManifest, VectrealError } from '@vectreal/embed-sdk'
import { errorOf, manifestOf, type Scene, type ScenePhase, type SceneState } from '@vectreal/embed-sdk/scene'
import type { LoadedModel } from '@vectreal/viewer-core'
import { use, useSyncExternalStore } from 'react'
import { SceneContext } from './model-context.js'

/** What `useModelContext` gives: a scene, where its loading stands, and what can be done about it. */
export interface ModelContextValue {
  readonly sceneId: string
  readonly client: Client
  /** The whole state as one union; the fields below read it for you. */
  readonly state: SceneState
  readonly phase: ScenePhase
  /** Null until it has come. */
  readonly manifest: SceneManifest | null
  /** Null until it is decoded. */
  readonly model: LoadedModel | null
  /** Null unless the phase is `error`. */
  readonly error: VectrealError | null
  /** 0 to 1 over the download. */
  readonly progress: number
  /** Starts loading now, also where no viewer is in sight. */
  load(): void
  /** Tries again after an error. */
  retry(): void
}

/**
 * Scene, load state and actions of the `ModelProvider` around the component, which renders again as the state changes.
 *
 * @throws Error without a provider
 */
export function useModelContext(): ModelContextValue {
  const scene = useSceneOf('useModelContext')
  const state = useSyncExternalStore(scene.subscribe, scene.getState, scene.getState)
  return {
    sceneId: scene.sceneId,
    get client() {
      return scene.client
    },
    state,
    phase: state.phase,
    manifest: manifestOf(state),
    model: 'model' in state ? state.model : null,
    error: errorOf(state),
    progress: progressOf(state),
    load: scene.load,
    retry: scene.retry,
  }
}

/**
 * The model itself. Suspends while it loads and throws a `VectrealError` to the nearest error boundary.
 * `useModelContext` is the style without Suspense.
 */
export function useModel(): LoadedModel {
  return use(useSceneOf('useModel').whenLoaded())
}

function useSceneOf(hook: string): Scene {
  const scene = use(SceneContext)
  if (scene === null) {
    throw new Error(
      `${hook} needs a provider above it: wrap the component in <ModelProvider sceneId apiKey baseUrl>`,
    )
  }
  return scene
}

function progressOf(state: SceneState): number {
  switch (state.phase) {
    case 'downloading':
      return state.ratio
    case 'decoding':
    case 'ready':
    case 'context-lost':
      return 1
    default:
      return 0
  }
}
