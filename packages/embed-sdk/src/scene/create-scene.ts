/** One scene of a page: from the key to a decoded model. Views subscribe to it and draw. */
import type { LoadedModel } from '@vectreal/viewer-core'
import { canDraw3D } from '../browser-features.js'
import { createClient, type Client } from '../client.js'
import type { ApiKeySource } from '../keyed-request.js'
import { createReporter, type Reporter } from '../reports.js'
import type { SceneManifest } from '@vectreal/scene-format'
import { isOffline, whenOnline, type Wait } from '../retry.js'
import { asVectrealError, VectrealError } from '../vectreal-error.js'
import { fetchAfter } from './early-request.js'
import type { Engine, SceneRequest } from './ports.js'
import { holdModel, modelKey, type DecodedScene, type HeldModel, type ModelNews } from './shared-models.js'
import { errorOf, manifestOf, type SceneState } from './states.js'

/** Loads one scene and says how far it is. Knows neither React nor elements. */
export interface Scene {
  readonly sceneId: string
  /** @throws TypeError where `baseUrl` or `apiKey` is none */
  readonly client: Client
  getState(): SceneState
  /** The result ends it. */
  subscribe(listener: () => void): () => void
  /** Starts loading unless it has started. */
  load(): void
  /** Starts again after an error. */
  retry(): void
  /** Settles with the model of the current load, which it starts; the same promise until `retry`. */
  whenLoaded(): Promise<LoadedModel>
  /** For the requests from now on: the same key from another place, or a rotated one. */
  setApiKey(apiKey: ApiKeySource): void
  /** What draws; the same module for every view. Rejects with `script_blocked`. */
  engine(): Promise<Engine>
  /** Tells the platform of what only the page sees. */
  readonly reporter: Reporter | null
  /** When loading began, as `performance.now()`. */
  readonly startedAt: number
  /** Report how long it took. */
  readonly figures: boolean
  /** Stops what is under way, frees the model and goes back to `idle`. */
  dispose(): void
}

/** In which a model says what it needs, unless it has very many parts. */
const HEAD_BYTES = 100_000
/** A smaller step of progress is not worth telling. */
const PROGRESS_STEP = 0.01

/** Loads one scene, manifest and model, and tells how far it is. It draws nothing: `createSceneView` does. */
export function createScene(request: SceneRequest): Scene {
  const { sceneId, decoders } = request
  const listeners = new Set<() => void>()
  let state: SceneState = { phase: 'idle' }
  let keySource = request.apiKey
  /** The key that was sent last is what a shared model belongs to. */
  let sentKey = ''
  let client: Client | null = null
  let run: AbortController | null = null
  let held: HeldModel | null = null
  let waiting: PromiseWithResolvers<LoadedModel> | null = null
  let startedAt = 0
  const reporter = reporterFor(request)

  function set(next: SceneState): void {
    state = next
    if (next.phase === 'ready') waiting?.resolve(next.model)
    if (next.phase === 'error') waiting?.reject(next.error)
    for (const listener of Array.from(listeners)) listener()
  }

  function useClient(): Client {
    client ??= createClient({
      apiKey: async () => (sentKey = typeof keySource === 'function' ? await keySource() : keySource),
      baseUrl: request.baseUrl,
      headers: request.headers ?? {},
      fetch: fetchAfter(request.early ?? null, request.fetch ?? globalThis.fetch),
    })
    return client
  }

  async function engine(): Promise<Engine> {
    try {
      return await request.engine()
    } catch (cause) {
      throw new VectrealError('script_blocked', { cause })
    }
  }

  /** A module that could not be fetched for want of a connection would be missing for good in some browsers. */
  async function engineOnline(signal: AbortSignal): Promise<Engine> {
    if (isOffline()) await whenOnline(signal)
    return engine().catch(() => engine())
  }

  async function load(signal: AbortSignal): Promise<DecodedScene> {
    const client = requirePlatform(useClient)
    // Asked for at once: it comes beside the manifest, not after it. Nothing comes where nothing can be drawn.
    const drawing = canDraw3D() ? engineOnline(signal) : null
    drawing?.catch(() => {})
    const manifest = await client.getScene(sceneId, { signal, onWait: tellOffline(signal, hear) })
    signal.throwIfAborted()
    hear({ phase: 'downloading', manifest, loadedBytes: 0, ratio: 0 })
    if (drawing === null) throw new VectrealError('webgl_unavailable')
    const key = await modelKey(client.baseUrl, manifest, sentKey)
    signal.throwIfAborted()
    const decode = (signal: AbortSignal, tell: (news: ModelNews) => void) =>
      decodeModel(client, manifest, drawing, { signal, tell, decoders })
    const disposeShared = () => void drawing.then((engine) => engine.disposeShared()).catch(() => {})
    held = holdModel(key, decode, hear, disposeShared)
    return held.decoded
  }

  /** Steps that make no difference are not told. */
  function hear(news: ModelNews): void {
    const manifest = manifestOf(state)
    if (news.phase === 'offline') return set({ phase: 'offline', manifest })
    if (news.phase === 'decoding') return set(news)
    const last = state.phase === 'downloading' ? state : null
    const isStep = last === null || news.ratio - last.ratio >= PROGRESS_STEP || news.ratio === 1
    if (isStep) set({ ...news, totalBytes: news.manifest.model.bytes })
  }

  async function start(): Promise<void> {
    const own = (run = new AbortController())
    startedAt = performance.now()
    set({ phase: 'manifest' })
    try {
      const { manifest, model } = await load(own.signal)
      if (run === own) set({ phase: 'ready', manifest, model })
    } catch (cause) {
      if (run !== own) return
      const error = asVectrealError(cause, 'invalid_model')
      letGo()
      reporter?.failed(sceneId, error)
      set({ phase: 'error', manifest: manifestOf(state), error })
    }
  }

  function stop(): void {
    run?.abort()
    run = null
    request.early?.abort()
    letGo()
  }

  function letGo(): void {
    held?.release()
    held = null
  }

  return {
    sceneId,
    get client() {
      return useClient()
    },
    get startedAt() {
      return startedAt
    },
    figures: request.figures ?? false,
    reporter,
    engine,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    load() {
      if (run === null) void start()
    },
    retry() {
      if (state.phase !== 'error') return
      stop()
      reporter?.flush()
      waiting = null
      void start()
    },
    whenLoaded() {
      if (waiting === null) {
        waiting = withResolvers()
        const error = errorOf(state)
        if ('model' in state) waiting.resolve(state.model)
        else if (error !== null) waiting.reject(error)
        else if (run === null) void start()
      }
      return waiting.promise
    },
    setApiKey(apiKey) {
      if (apiKey === keySource) return
      keySource = apiKey
      // What the client holds is of the old source.
      client = null
    },
    dispose() {
      stop()
      reporter?.flush()
      waiting?.reject(new VectrealError('aborted'))
      waiting = null
      if (state.phase !== 'idle') set({ phase: 'idle' })
    },
  }
}

interface DecodeOptions {
  readonly signal: AbortSignal
  readonly tell: (news: ModelNews) => void
  readonly decoders: SceneRequest['decoders']
}

async function decodeModel(
  client: Client,
  asked: SceneManifest,
  drawing: Promise<Engine>,
  { signal, tell, decoders }: DecodeOptions,
): Promise<DecodedScene> {
  let manifest = asked
  const { bytes } = await client.loadModel(asked, {
    signal,
    onWait: tellOffline(signal, tell),
    onPiece(piece, offset) {
      if (offset < HEAD_BYTES) drawing.then((engine) => engine.prepareDecoders(piece)).catch(() => {})
    },
    onManifest: (current) => (manifest = current),
    onProgress: ({ loadedBytes, ratio }) => tell({ phase: 'downloading', manifest, loadedBytes, ratio }),
  })
  tell({ phase: 'decoding', manifest })
  const { loadModel } = await drawing
  return { manifest, model: await loadModel(bytes, { signal, decoders }) }
}

function tellOffline(signal: AbortSignal, tell: (news: ModelNews) => void): (wait: Wait) => void {
  return ({ reason }) => {
    if (reason === 'offline' && !signal.aborted) tell({ phase: 'offline' })
  }
}

function requirePlatform(useClient: () => Client): Client {
  try {
    return useClient()
  } catch (cause) {
    throw new VectrealError('unexpected_response', {
      detail: 'No platform is named.',
      hint: 'Name the platform (base-url, baseUrl), such as https://vectreal.example.com.',
      cause,
    })
  }
}

function reporterFor({ baseUrl, reports = 1, fetch }: SceneRequest): Reporter | null {
  const root = String(baseUrl).replace(/\/*$/, '/')
  if (!(reports > 0) || !URL.canParse(root)) return null
  return createReporter({
    baseUrl: root,
    sampleRate: reports,
    ...(fetch === undefined ? {} : { fetch }),
  })
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  const made = {} as PromiseWithResolvers<T>
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }))
  // Whoever reads it hears of the error; nobody has to read it.
  made.promise.catch(() => {})
  return made
}
