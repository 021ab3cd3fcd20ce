/** A scene that asks nobody and decodes nothing: it is in the state that a test says. */
import { type Client, createClient, VectrealError } from '@vectreal/embed-sdk'
import type { Engine, Scene, SceneRequest, SceneState } from '@vectreal/embed-sdk/scene'
import { fillSettings, type SceneManifest } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'
import { adoptSheet } from '@vectreal/viewer-core/adopt-sheet'
import type { TestScene, TestState } from './scene-description.js'
import { createTestViewer, type TestViewer } from './test-viewer.js'

/** Hears that `action` was asked of a scene: `load`, or a word of the viewer's `ref` with what it was given. */
export type TellAction = (sceneId: string, action: string, value?: unknown) => void

/** A scene with the handle that moves it. */
export interface ControlledScene {
  readonly scene: Scene
  show(state: TestState): void
  pressHotspot(id: string): void
}

const MODEL_BYTES = 1_000_000

/** `tell` hears of each load, and of what page and visitors ask of the viewer. */
export function createTestScene(request: SceneRequest, given: TestScene, tell: TellAction): ControlledScene {
  const { sceneId } = request
  const manifest = manifestFor(sceneId, given)
  const model = modelFor(given)
  const listeners = new Set<() => void>()
  const viewers = new Set<TestViewer>()
  let state: SceneState = { phase: 'idle' }
  let waiting: Promise<LoadedModel> | null = null

  const set = (next: SceneState): void => {
    state = next
    for (const listener of Array.from(listeners)) listener()
  }
  const show = (next: TestState): void => {
    set(stateOf(next, manifest, model))
    for (const viewer of viewers) viewer.setContext(next !== 'context-lost')
  }
  const start = (): void => {
    tell(sceneId, 'load')
    show(given.state ?? 'ready')
  }
  const untilLoaded = (): Promise<LoadedModel> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        if (state.phase === 'ready') resolve(model)
        if (state.phase === 'error') reject(state.error)
      }
      listeners.add(settle)
      settle()
    })
  const engine: Engine = {
    createViewer(host, options = {}) {
      const viewer = createTestViewer(host, options, given, {
        tell: (action, value) => tell(sceneId, action, value),
        gone: () => viewers.delete(viewer),
      })
      viewers.add(viewer)
      return viewer
    },
    loadModel: async () => model,
    adoptSheet,
    loadArSession: () => Promise.reject(new Error('A test scene has no AR session.')),
    disposeShared: async () => {},
    prepareAhead: () => {},
    prepareDecoders: async () => {},
  }
  const scene: Scene = {
    sceneId,
    client: clientFor(request),
    reporter: null,
    startedAt: 0,
    figures: false,
    engine: async () => engine,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    load() {
      if (state.phase === 'idle') start()
    },
    retry() {
      if (state.phase !== 'error') return
      waiting = null
      start()
    },
    whenLoaded() {
      if (state.phase === 'idle') start()
      waiting ??= untilLoaded()
      return waiting
    },
    setApiKey() {},
    dispose: () => set({ phase: 'idle' }),
  }
  return {
    scene,
    show,
    pressHotspot(id) {
      for (const viewer of viewers) viewer.pressHotspot(id)
    },
  }
}

function stateOf(asked: TestState, manifest: SceneManifest, model: LoadedModel): SceneState {
  if (typeof asked === 'object') {
    if ('error' in asked) return { phase: 'error', manifest: null, error: new VectrealError(asked.error) }
    const ratio = asked.downloading
    const totalBytes = manifest.model.bytes
    return { phase: 'downloading', manifest, loadedBytes: Math.round(ratio * totalBytes), totalBytes, ratio }
  }
  switch (asked) {
    case 'manifest':
      return { phase: 'manifest' }
    case 'decoding':
      return { phase: 'decoding', manifest }
    case 'offline':
      return { phase: 'offline', manifest: null }
    default:
      // A lost context is the viewer's: the scene itself is as it was.
      return { phase: 'ready', manifest, model }
  }
}

function manifestFor(sceneId: string, { name = 'Test scene', settings }: TestScene): SceneManifest {
  return {
    id: sceneId,
    projectId: 'test-project',
    name,
    version: 1,
    updatedAt: '2000-01-01T00:00:00.000Z',
    model: {
      url: `/api/scenes/${sceneId}/model`,
      mediaType: 'model/gltf-binary',
      bytes: MODEL_BYTES,
      sha256: '0'.repeat(64),
    },
    poster: null,
    settings: fillSettings(settings),
  }
}

/** What the file would say of itself; there is no tree to draw. */
function modelFor({ variants = [], cameras = [], animations = [] }: TestScene): LoadedModel {
  return {
    clips: animations,
    variants,
    cameras,
    credit: null,
    triangles: 0,
    createInstance() {
      throw new Error('A test scene has nothing to draw.')
    },
    dispose() {},
  }
}

function clientFor({ apiKey, baseUrl }: SceneRequest): Client {
  return createClient({
    apiKey,
    baseUrl: URL.canParse(String(baseUrl)) ? baseUrl : 'https://vectreal.invalid',
    fetch: () => Promise.reject(new TypeError('A test scene asks nobody.')),
  })
}
