/** One view of a scene: takes the decoded model, draws it in a surface, and says when it is seen. */
import type { SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel, OrbitPose, Picked, Viewer } from '@vectreal/viewer-core'
import { asVectrealError, type VectrealError } from '../vectreal-error.js'
import { controlsOf } from './controls.js'
import type { Scene } from './create-scene.js'
import { firstFrame, whenUncovered } from './first-frame.js'
import { settingsOf } from './overrides.js'
import { plainTag } from './language.js'
import type { SceneSurface } from './ports.js'
import { isSentFor } from './phone-scene.js'
import { loadPoster } from './scene-poster.js'
import { createSceneToolbar, type SceneToolbar } from './scene-toolbar.js'
import { manifestOf, type SceneControls, type SceneState, type SceneViewState } from './states.js'

/** A scene in one place. Several may show the same scene. */
export interface SceneView {
  getState(): SceneViewState
  /** The result ends it. */
  subscribe(listener: () => void): () => void
  /** Draws in `surface` as soon as there is a model. The result ends that, and gives everything back. */
  mount(surface: SceneSurface): () => void
  /** The overrides of the surface have changed. */
  update(): void
  /** Tries again after an error, of loading or of drawing. */
  retry(): void
  /** Resolves when the view is ready, which it makes the scene load for; rejects where it fails or ends. */
  whenReady(): Promise<void>
  readonly controls: SceneControls
  /** Where the camera stands; `null`: nothing is shown. */
  readonly pose: OrbitPose | null
  /** What is seen at a point of the page, in client coordinates; `null`: no part of the model, or nothing is shown. */
  pick(clientX: number, clientY: number): Promise<Picked | null>
}

/** What this view adds to the state of its scene. */
interface Drawing {
  readonly phase: 'none' | 'opening' | 'ready' | 'lost' | 'failed'
  readonly isDrawn: boolean
  readonly error: VectrealError | null
}

const NOTHING: Drawing = { phase: 'none', isDrawn: false, error: null }

/** All that belongs to one surface, while the view is mounted in it. */
interface Mounted {
  readonly surface: SceneSurface
  model: LoadedModel | null
  viewer: Viewer | null
  toolbar: SceneToolbar | null
  stopDrawing: () => void
}

interface Waiter {
  resolve(viewer: Viewer): void
  reject(error: unknown): void
}

/** Draws a scene into a place of the page, and takes what visitors and the page ask of it. */
export function createSceneView(scene: Scene): SceneView {
  const listeners = new Set<() => void>()
  let drawing = NOTHING
  let poster: string | null = null
  let posterMs: number | null = null
  let mounted: Mounted | null = null
  let waiters: Waiter[] = []
  /** The next viewer starts where the last one stood. */
  let lastPose: OrbitPose | undefined
  let snapshot: SceneViewState = { scene: scene.getState(), isDrawn: false, poster }

  function getState(): SceneViewState {
    const state = fold(scene.getState(), drawing, snapshot.scene)
    if (state !== snapshot.scene || drawing.isDrawn !== snapshot.isDrawn || poster !== snapshot.poster) {
      snapshot = { scene: state, isDrawn: drawing.isDrawn, poster }
    }
    return snapshot
  }

  function tell(): void {
    for (const listener of Array.from(listeners)) listener()
  }

  function setDrawing(next: Partial<Drawing>): void {
    drawing = { ...drawing, ...next }
    settle()
    tell()
  }

  function settle(): void {
    const { scene: state } = getState()
    const viewer = mounted?.viewer ?? null
    if (state.phase === 'error') for (const { reject } of waiters.splice(0)) reject(state.error)
    if (state.phase === 'ready' && viewer !== null)
      for (const { resolve } of waiters.splice(0)) resolve(viewer)
  }

  /** Follows the scene: there is a model to draw, or it is gone. */
  function follow(own: Mounted): void {
    const state = scene.getState()
    const model = 'model' in state ? state.model : null
    if (model !== own.model) {
      close(own)
      own.model = model
      if (model !== null) void open(own, model)
    }
    if (state.phase === 'downloading' && state.loadedBytes === 0) prepareAhead(own).catch(() => {})
    settle()
    tell()
  }

  /** While the model is on its way. What fails here is the viewer's to tell: it asks again. */
  async function prepareAhead(own: Mounted): Promise<void> {
    const engine = await scene.engine()
    if (mounted === own && scene.getState().phase === 'downloading') engine.prepareAhead(settings(own))
  }

  async function open(own: Mounted, model: LoadedModel): Promise<void> {
    const { surface } = own
    const ended = new AbortController()
    own.stopDrawing = () => ended.abort()
    setDrawing({ phase: 'opening', error: null })
    const fail = (cause: unknown): void => {
      if (ended.signal.aborted) return
      const error = asVectrealError(cause, 'invalid_model')
      scene.reporter?.failed(scene.sceneId, error)
      closeViewer(own)
      setDrawing({ phase: 'failed', isDrawn: false, error })
    }
    try {
      const [engine, driver] = await Promise.all([scene.engine(), surface.driver?.()])
      if (ended.signal.aborted) return
      const viewer = engine.createViewer(surface.host, {
        settings: settings(own),
        name: manifestOf(scene.getState())?.name ?? '',
        labels: surface.messages,
        nonce: surface.nonce,
        pose: lastPose,
        driver,
      })
      own.viewer = viewer
      // A context may be lost before the first frame.
      viewer.on('ready', () =>
        setDrawing({ isDrawn: true, ...(drawing.phase === 'lost' ? { phase: 'ready' as const } : {}) }),
      )
      viewer.on('contextlost', () => setDrawing({ phase: 'lost', isDrawn: false }))
      viewer.on('contextrestored', () => setDrawing({ phase: 'ready', isDrawn: true }))
      viewer.on('error', fail)
      viewer.on('pose', (pose) => surface.emit('pose', pose))
      viewer.on('playing', (playing) => surface.emit('playing', { playing }))
      viewer.on('hotspot', (hotspot) => surface.emit('hotspot', hotspot))
      viewer.setModel(model)
      own.toolbar = createSceneToolbar(
        surface,
        scene,
        engine,
        viewer,
        model,
        manifestOf(scene.getState())?.name ?? '',
      )
      own.toolbar.update(settings(own))
      await firstFrame(viewer, surface.host, ended.signal)
      await whenUncovered(drawing.isDrawn ? surface.cover() : null)
      if (ended.signal.aborted || drawing.phase !== 'opening') return
      setDrawing({ phase: 'ready' })
      report()
    } catch (cause) {
      fail(cause)
    }
  }

  function report(): void {
    const { sceneId, reporter, startedAt, figures } = scene
    const modelBytes = manifestOf(scene.getState())?.model.bytes ?? 0
    const firstFrameMs = Math.round(performance.now() - startedAt)
    reporter?.shown(sceneId, firstFrameMs, modelBytes)
    if (figures) reporter?.measured(sceneId, { posterMs, firstFrameMs, modelBytes })
  }

  function settings(own: Mounted): SceneSettings {
    return settingsOf(manifestOf(scene.getState()), own.surface.overrides())
  }

  function closeViewer(own: Mounted): void {
    lastPose = own.viewer?.pose ?? lastPose
    own.toolbar?.dispose()
    own.viewer?.dispose()
    own.toolbar = own.viewer = null
  }

  function close(own: Mounted): void {
    own.stopDrawing()
    closeViewer(own)
    own.model = null
    if (drawing !== NOTHING) setDrawing(NOTHING)
  }

  function mount(surface: SceneSurface): () => void {
    const own: Mounted = {
      surface,
      model: null,
      viewer: null,
      toolbar: null,
      stopDrawing: () => {},
    }
    mounted = own
    surface.host.lang = plainTag(surface.language)
    surface.host.dir = surface.host.lang.startsWith('ar') ? 'rtl' : 'ltr'
    // Not where the visitor has begun to read.
    if (isSentFor(scene.sceneId) && scrollY < 1) surface.host.scrollIntoView({ block: 'center' })
    const stopFollowing = scene.subscribe(() => follow(own))
    const stopPoster =
      surface.wantsPoster === false
        ? () => {}
        : loadPoster(scene, (url) => {
            poster = url
            posterMs = Math.round(performance.now() - scene.startedAt)
            tell()
          })
    follow(own)
    return () => {
      stopFollowing()
      stopPoster()
      close(own)
      poster = null
      if (mounted === own) mounted = null
      const gone = new DOMException('The scene is gone.', 'AbortError')
      for (const { reject } of waiters.splice(0)) reject(gone)
      tell()
    }
  }

  function useViewer(): Promise<Viewer> {
    return new Promise((resolve, reject) => {
      waiters.push({ resolve, reject })
      settle()
    })
  }

  return {
    getState,
    subscribe(listener) {
      listeners.add(listener)
      const stop = scene.subscribe(() => {
        // A mounted view tells by itself, once it has drawn its conclusions.
        if (mounted === null) listener()
      })
      return () => {
        listeners.delete(listener)
        stop()
      }
    },
    mount,
    update() {
      if (!mounted?.viewer) return
      mounted.viewer.setSettings(settings(mounted))
      mounted.toolbar?.update(settings(mounted))
    },
    retry() {
      const own = mounted
      if (drawing.phase !== 'failed' || own === null) return scene.retry()
      close(own)
      follow(own)
    },
    async whenReady() {
      scene.load()
      await useViewer()
    },
    controls: controlsOf(
      () => scene.getState(),
      () => mounted?.viewer ?? null,
      useViewer,
    ),
    pick: async (clientX, clientY) => mounted?.viewer?.pick(clientX, clientY) ?? null,
    get pose() {
      return mounted?.viewer?.pose ?? null
    },
  }
}

/** The state of the scene as this view shows it. `before` is given again where nothing differs. */
function fold(state: SceneState, { phase, error }: Drawing, before: SceneState): SceneState {
  if (!('model' in state)) return state
  const { manifest, model } = state
  const next: SceneState =
    phase === 'failed' && error !== null
      ? { phase: 'error', manifest, error }
      : phase === 'lost'
        ? { phase: 'context-lost', manifest, model }
        : phase === 'ready'
          ? { phase: 'ready', manifest, model }
          : { phase: 'decoding', manifest }
  const isSame =
    before.phase === next.phase &&
    manifestOf(before) === manifest &&
    (next.phase !== 'error' || (before.phase === 'error' && before.error === next.error)) &&
    (!('model' in next) || ('model' in before && before.model === next.model))
  return isSame ? before : next
}
