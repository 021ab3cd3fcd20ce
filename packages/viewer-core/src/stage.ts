/** The WebGL context of one viewer: taken when there is something to draw and one is free, lent back, lost, had again. */
import type { Object3D } from 'three'
import { type ContextHolder, pageContexts } from './context-pool.js'
import { ModelError } from './model-error.js'
import type { OrbitCamera } from './orbit-camera.js'
import type { CreateFrameDriver, FrameDriver } from './render-loop.js'
import { createStageRenderer, type StageRenderer } from './renderer.js'
import type { SceneSettings } from '@vectreal/scene-format'

/** Losses after which it is the model or the device, not an accident. */
const MAX_LOSSES = 3
/** A browser that does not give the context back by itself gets asked for another one. */
const RESTORE_WAIT_MS = 800

/** Where a stage stands. `failed`: there will be none until `reset`. */
type StageState =
  | { readonly phase: 'none' | 'waiting' | 'failed' }
  | LiveStage
  | { readonly phase: 'lost'; readonly renderer: StageRenderer; readonly end: () => void }

interface LiveStage {
  readonly phase: 'live'
  readonly renderer: StageRenderer
  readonly driver: FrameDriver
  /** Shaders are built: a frame does not wait for them. */
  readonly isPrepared: boolean
  readonly end: () => void
}

/** What the stage needs of the viewer that it belongs to. */
export interface StageOptions {
  readonly world: Object3D
  readonly camera: OrbitCamera
  readonly createDriver: CreateFrameDriver
  /** In CSS pixels. */
  readonly size: () => { readonly width: number; readonly height: number }
  readonly settings: () => SceneSettings
  readonly urgency: () => number
  frame(now: number): void
  onStart(renderer: StageRenderer): void
  /** The context goes. `isSuspended`: another viewer needs it, so a picture has to do; the last moment to take it. */
  onEnd(renderer: StageRenderer, isSuspended: boolean): void
  onPrepared(): void
  onLost(): void
  /** After a loss the viewer may ask for another one. */
  onFree(): void
  onError(error: ModelError): void
}

export interface Stage {
  readonly state: StageState
  /** Takes a context, or waits for its turn. */
  want(): void
  /** Has shaders built for what is in the world now. */
  prepare(): void
  /** Losses and failures so far do not count any more. */
  reset(): void
  dispose(): void
}

export function createStage(options: StageOptions): Stage {
  let state: StageState = { phase: 'none' }
  let losses = 0
  let stopPreparing = (): void => {}

  const holder: ContextHolder = {
    urgency: options.urgency,
    suspend: () => end('waiting', true),
    resume: start,
  }

  function start(): void {
    let renderer: StageRenderer
    try {
      renderer = createStageRenderer(options.world)
    } catch (error) {
      fail(error as ModelError)
      return
    }
    renderer.apply(options.settings())
    const { canvas, scene } = renderer
    const { camera, frame } = options
    const driver = options.createDriver({
      canvas,
      renderer: renderer.renderer,
      scene,
      camera,
      frame,
      ...options.size(),
    })
    const listening = new AbortController()
    canvas.addEventListener('webglcontextlost', lose, { signal: listening.signal })
    state = {
      phase: 'live',
      renderer,
      driver,
      isPrepared: false,
      end() {
        listening.abort()
        driver.dispose()
        renderer.dispose()
      },
    }
    options.onStart(renderer)
    prepare()
  }

  function end(phase: 'none' | 'waiting' | 'failed', isSuspended: boolean): void {
    stopPreparing()
    const ended = state
    if (ended.phase === 'live' || ended.phase === 'lost') {
      options.onEnd(ended.renderer, isSuspended)
      state = { phase }
      ended.end()
    } else {
      state = { phase }
    }
  }

  function fail(error: ModelError): void {
    end('failed', false)
    pageContexts.release(holder)
    options.onError(error)
  }

  function lose(event: Event): void {
    if (state.phase !== 'live') return
    event.preventDefault()
    stopPreparing()
    const { renderer, end: endLive } = state
    losses += 1
    const timer = setTimeout(restore, RESTORE_WAIT_MS)
    renderer.canvas.addEventListener('webglcontextrestored', restore, { once: true })
    state = {
      phase: 'lost',
      renderer,
      end() {
        clearTimeout(timer)
        renderer.canvas.removeEventListener('webglcontextrestored', restore)
        endLive()
      },
    }
    options.onLost()
  }

  function restore(): void {
    if (losses > MAX_LOSSES) {
      fail(new ModelError('context_lost', `The GPU dropped this scene ${losses} times`))
      return
    }
    end('none', false)
    options.onFree()
  }

  function prepare(): void {
    stopPreparing()
    if (state.phase !== 'live') return
    state = { ...state, isPrepared: false }
    stopPreparing = state.renderer.prepare(options.camera, () => {
      if (state.phase !== 'live') return
      state = { ...state, isPrepared: true }
      options.onPrepared()
    })
  }

  return {
    get state() {
      return state
    },
    want() {
      if (state.phase !== 'none' && state.phase !== 'waiting') return
      state = { phase: 'waiting' }
      if (pageContexts.acquire(holder)) start()
    },
    prepare,
    reset() {
      losses = 0
      if (state.phase === 'failed') state = { phase: 'none' }
    },
    dispose() {
      end('none', false)
      pageContexts.release(holder)
    },
  }
}
