/** Loads one scene and says how far it is. Knows no React: providers and viewers subscribe to it. */
import {
  asVectrealError,
  createClient,
  type ApiKeySource,
  type SceneManifest,
  SLOW_SCENE_MS,
  VectrealError,
} from '@vectreal/embed-sdk'
import type { Reporter } from '@vectreal/embed-sdk/reports'
import type { DecoderSource, LoadedModel } from '@vectreal/viewer-core'
import { cacheKey, type HeldModel, holdCached, holdLoaded } from './model-cache.js'
import type { SceneState, SceneStore } from './scene-state.js'

export interface SceneSource {
  readonly sceneId: string
  readonly apiKey: ApiKeySource
  readonly baseUrl: string | URL
  readonly decoders?: DecoderSource | undefined
  /** Share of the failures that the platform hears of, 0 to 1; 0: none. Default 1. */
  readonly reports?: number | undefined
  /** For tests and proxies. */
  readonly fetch?: typeof fetch | undefined
}

/** A smaller step of progress is not worth a render. */
const PROGRESS_STEP = 0.01

export function createSceneStore(source: SceneSource, onUnused: () => void = () => {}): SceneStore {
  const listeners = new Set<() => void>()
  let state: SceneState = { phase: 'idle' }
  let keySource = source.apiKey
  let apiKey = ''
  const client = createClient({
    // The key that was sent last is what a cached model belongs to.
    apiKey: async () => (apiKey = typeof keySource === 'function' ? await keySource() : keySource),
    baseUrl: source.baseUrl,
    ...(source.fetch === undefined ? {} : { fetch: source.fetch }),
  })
  let run: AbortController | null = null
  let held: HeldModel | null = null
  let holders = 0
  let reporter: Promise<Reporter> | null = null
  let waiting: PromiseWithResolvers | null = null

  const set = (next: SceneState): void => {
    state = next
    for (const listener of Array.from(listeners)) listener()
  }

  async function start(): Promise<void> {
    const own = new AbortController()
    run = own
    const { signal } = own
    const isCurrent = (): boolean => run === own
    const startedAt = performance.now()
    let manifest: SceneManifest | null = null
    set({ phase: 'manifest' })
    const onWait = ({ reason }: { readonly reason: string }): void => {
      if (reason === 'offline' && isCurrent()) set({ phase: 'offline', manifest })
    }
    try {
      // Code and manifest are fetched side by side.
      const engine = import('./engine.js')
      engine.catch(() => {})
      manifest = await client.getScene(source.sceneId, { signal, onWait })
      if (!isCurrent()) return
      const key = await keyOf(manifest)
      let next = key === null ? null : holdCached(key)
      if (next === null) {
        set(downloading(manifest, 0))
        const loaded = await client.loadModel(manifest, {
          signal,
          onWait,
          onManifest: (fresh) => (manifest = fresh),
          onProgress: ({ loadedBytes, ratio }) => {
            const last = state.phase === 'downloading' ? state.ratio : 0
            const isWorthIt = state.phase !== 'downloading' || ratio - last >= PROGRESS_STEP || ratio === 1
            if (isCurrent() && isWorthIt && manifest !== null) set(downloading(manifest, loadedBytes, ratio))
          },
        })
        if (!isCurrent()) return
        manifest = loaded.manifest
        set({ phase: 'decoding', manifest })
        const { loadModel } = await engine
        const model = await loadModel(loaded.bytes, { signal, decoders: source.decoders })
        const finalKey = await keyOf(manifest)
        next = finalKey === null ? { model, release: () => model.dispose() } : holdLoaded(finalKey, model)
      }
      if (!isCurrent()) {
        next.release()
        return
      }
      held = next
      set({ phase: 'ready', manifest, model: next.model })
      waiting?.resolve(next.model)
      const elapsedMs = performance.now() - startedAt
      const { bytes } = manifest.model
      if (elapsedMs > SLOW_SCENE_MS)
        tell(({ shown }) => shown(source.sceneId, elapsedMs, bytes)).catch(() => {})
    } catch (cause) {
      if (!isCurrent()) return
      const error = toVectrealError(cause)
      report(error)
      set({ phase: 'error', manifest, error })
      waiting?.reject(error)
    }
  }

  /** What only the page sees. The code for it comes with the first failure, and may itself be what does not arrive. */
  function report(failure: VectrealError): void {
    if (failure.layer !== null) return
    tell(({ failed }) => failed(source.sceneId, failure)).catch(() => {})
  }

  async function tell(say: (reporter: Reporter) => void): Promise<void> {
    const { reports = 1 } = source
    if (reports <= 0) return
    reporter ??= createOwnReporter(reports)
    say(await reporter)
  }

  async function createOwnReporter(sampleRate: number): Promise<Reporter> {
    const { createReporter } = await import('@vectreal/embed-sdk/reports')
    const { fetch } = source
    return createReporter({ baseUrl: client.baseUrl, sampleRate, ...(fetch === undefined ? {} : { fetch }) })
  }

  function keyOf({ version, model }: SceneManifest): Promise<string | null> {
    return cacheKey({
      baseUrl: client.baseUrl,
      sceneId: source.sceneId,
      version,
      sha256: model.sha256,
      apiKey,
    })
  }

  function stop(): void {
    run?.abort()
    run = null
    reporter?.then(
      ({ flush }) => flush(),
      () => {},
    )
    held?.release()
    held = null
    waiting?.reject(new VectrealError('aborted'))
    waiting = null
    state = { phase: 'idle' }
  }

  return {
    sceneId: source.sceneId,
    client,
    getState: () => state,
    setApiKey(next) {
      keySource = next
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    load() {
      if (run === null) void start()
    },
    retry() {
      if (state.phase !== 'error') return
      waiting = null
      void start()
    },
    whenReady() {
      if (waiting === null) {
        waiting = withResolvers()
        if (state.phase === 'ready' || state.phase === 'context_lost') waiting.resolve(state.model)
        else if (state.phase === 'error') waiting.reject(state.error)
        else if (run === null) void start()
      }
      return waiting.promise
    },
    report,
    setContextLost(lost) {
      if (lost && state.phase === 'ready') set({ ...state, phase: 'context_lost' })
      else if (!lost && state.phase === 'context_lost') set({ ...state, phase: 'ready' })
    },
    retain() {
      holders += 1
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        holders -= 1
        // React mounts twice in StrictMode, within one task: only a real end aborts.
        setTimeout(() => {
          if (holders > 0) return
          stop()
          onUnused()
        }, 0)
      }
    },
  }
}

interface PromiseWithResolvers {
  readonly promise: Promise<LoadedModel>
  resolve(model: LoadedModel): void
  reject(error: VectrealError): void
}

function withResolvers(): PromiseWithResolvers {
  let resolve: (model: LoadedModel) => void = () => {}
  let reject: (error: VectrealError) => void = () => {}
  const promise = new Promise<LoadedModel>((done, fail) => {
    resolve = done
    reject = fail
  })
  // Whoever reads it hears of the error; nobody has to read it.
  promise.catch(() => {})
  return { promise, resolve, reject }
}

function downloading(manifest: SceneManifest, loadedBytes: number, ratio = 0): SceneState {
  return { phase: 'downloading', manifest, loadedBytes, totalBytes: manifest.model.bytes, ratio }
}

/** Errors of viewer-core carry codes of the SDK; anything else means that the code itself did not arrive. */
export function toVectrealError(cause: unknown): VectrealError {
  return asVectrealError(cause, 'script_blocked')
}
