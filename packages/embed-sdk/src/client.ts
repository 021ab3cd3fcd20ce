/** Loads published scenes with an API key. For browsers, Node and edge runtimes. */
import type { Diagnosis } from './diagnose.js'
import { sendKeyed, type ApiKeySource, type Transport } from './keyed-request.js'
import { expectBody } from './read-body.js'
import { fillRetry, type RetryOptions, type Wait } from './retry.js'
import { sceneUrl } from './scene/early-request.js'
import { parseManifest, type SceneManifest } from '@vectreal/scene-format'
import { isVectrealError, VectrealError } from './vectreal-error.js'

/** Long enough for a phone that changes cells, short enough that nobody watches a dead connection. */
const STALL_MS = 30_000

/** How much of what a program has loaded is kept, where the runtime has no HTTP cache of its own. */
const MEMORY_CACHE_BYTES = 64 * 1024 * 1024

/** What `createClient` takes. */
export interface ClientOptions {
  readonly apiKey: ApiKeySource
  /** Root of the platform, for example `https://vectreal.example.com`. */
  readonly baseUrl: string | URL
  /** For tests, proxies and runtimes without a global one. */
  readonly fetch?: typeof fetch
  /** Default: three tries. */
  readonly retry?: RetryOptions
  /** A request fails with `timeout` when nothing has arrived for so long. Default 30 000. */
  readonly stallMs?: number
  /** The site on whose behalf a program asks (`https://shop.example.com`). Browsers state it themselves. */
  readonly origin?: string
  /** Further headers for the API, never sent elsewhere. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What every request takes. */
export interface RequestOptions {
  /** Aborting rejects with a `VectrealError` `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** Told when the client pauses: offline, or before another try. */
  readonly onWait?: ((wait: Wait) => void) | undefined
}

/** What `loadModel` takes beside the scene. */
export interface LoadModelOptions extends RequestOptions {
  /** Called for each piece that arrives. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined
  /**
   * Called with each piece that arrives and the byte of the file that it begins at, before anybody knows that the file is
   * the one that the manifest states.
   */
  readonly onPiece?: ((piece: Uint8Array, offset: number) => void) | undefined
  /** Called with the manifest before the model is asked for. */
  readonly onManifest?: ((manifest: SceneManifest) => void) | undefined
}

/** How much of a model has arrived. */
export interface LoadProgress {
  readonly loadedBytes: number
  /** As the manifest states it. */
  readonly totalBytes: number
  /** 0 to 1, never falling. */
  readonly ratio: number
}

/** A scene with its model. */
export interface LoadedScene {
  /** Of the version that `bytes` belongs to. */
  readonly manifest: SceneManifest
  /** The GLB, complete and of the hash that the manifest states. */
  readonly bytes: ArrayBuffer
}

/**
 * Reads the scenes of one platform with one key. Methods reject with a `VectrealError`; `diagnose` reports it
 * instead.
 */
export interface Client {
  /** Root of the platform, with a slash at its end. */
  readonly baseUrl: string
  /** The manifest of a published scene. Asked for again, an unchanged one costs a 304 (RFC 9110 §15.4.5). */
  getScene(sceneId: string, options?: RequestOptions): Promise<SceneManifest>
  /** With a manifest in place of an id, that one is used and not asked for again. */
  loadModel(scene: string | SceneManifest, options?: LoadModelOptions): Promise<LoadedScene>
  /** The poster's bytes; `null` where the scene has none. */
  loadPoster(manifest: SceneManifest, options?: RequestOptions): Promise<Blob | null>
  /** Addresses that the AR apps of phones can read, for five minutes. */
  getArUrls(sceneId: string, options?: RequestOptions): Promise<ArUrls>
  /** Runs the checks one by one: which fails, what the platform saw, what to do. Without the key. */
  diagnose(sceneId: string): Promise<Diagnosis>
}

/** Where the AR apps of phones find a scene, without a key. */
export interface ArUrls {
  /** For Android's Scene Viewer; `null` where there is none: `reason` says why. */
  readonly glbUrl: string | null
  /** For the Quick Look of iOS, as above. */
  readonly usdzUrl: string | null
  /** Until when they hold, ISO 8601. */
  readonly expiresAt: string
  /** Name of the scene. */
  readonly title: string
  readonly reason?: string
}

interface Cached<T> {
  readonly etag: string
  readonly value: T
}

/**
 * Fetches manifests and models with one key, which is sent in the `Authorization` header to `baseUrl` and nowhere else.
 * Its methods reject with a `VectrealError`.
 *
 * @throws TypeError where an option is missing or wrong; it names the option
 */
export function createClient(options: ClientOptions): Client {
  const transport = readOptions(options)
  const { base } = transport
  const hasHttpCache = 'document' in globalThis || 'importScripts' in globalThis
  const manifests = new Map<string, Cached<SceneManifest>>()
  const models = new Map<string, Cached<ArrayBuffer>>()

  function getScene(sceneId: string, { signal, onWait }: RequestOptions = {}): Promise<SceneManifest> {
    requireId(sceneId)
    const cached = manifests.get(sceneId)
    return sendKeyed(transport, {
      url: sceneUrl(base, sceneId),
      accept: 'application/json',
      etag: cached?.etag,
      signal,
      onWait,
      async read(response) {
        if (response.status === 304 && cached) return cached.value
        const manifest = parseManifest(await readJson(response))
        if (manifest === null) {
          throw new VectrealError('unexpected_response', { detail: 'The response is not a scene manifest.' })
        }
        const etag = response.headers.get('etag')
        if (etag !== null && !hasHttpCache) manifests.set(sceneId, { etag, value: manifest })
        return manifest
      },
    })
  }

  async function loadModel(
    scene: string | SceneManifest,
    { signal, onWait, onProgress, onPiece, onManifest }: LoadModelOptions = {},
  ): Promise<LoadedScene> {
    let manifest = typeof scene === 'string' ? await getScene(scene, { signal, onWait }) : scene
    onManifest?.(manifest)
    let best = 0
    const report = (loadedBytes: number, piece?: Uint8Array) => {
      if (piece !== undefined) onPiece?.(piece, loadedBytes - piece.length)
      const totalBytes = manifest.model.bytes
      best = Math.max(best, Math.min(1, loadedBytes / totalBytes))
      onProgress?.({ loadedBytes, totalBytes, ratio: best })
    }
    try {
      return { manifest, bytes: await loadBytes(manifest, report, { signal, onWait }) }
    } catch (error) {
      if (!isVectrealError(error) || error.code !== 'invalid_model') throw error
      // The scene may have got a new model between the two requests: its manifest decides.
      const fresh = await getScene(manifest.id, { signal, onWait })
      if (fresh.model.sha256 === manifest.model.sha256) throw error
      manifest = fresh
      onManifest?.(manifest)
      return { manifest, bytes: await loadBytes(manifest, report, { signal, onWait }) }
    }
  }

  function loadBytes(
    { id, model }: SceneManifest,
    report: (loadedBytes: number, piece?: Uint8Array) => void,
    { signal, onWait }: RequestOptions,
  ): Promise<ArrayBuffer> {
    const cached = models.get(model.sha256)
    const body = expectBody(model)
    return sendKeyed(transport, {
      url: ownUrl(base, model.url, id, 'model'),
      accept: 'model/gltf-binary',
      etag: cached?.etag,
      resume: body.resume,
      signal,
      onWait,
      async read(response, alive) {
        if (response.status === 304 && cached) {
          report(model.bytes)
          return cached.value.slice(0)
        }
        const bytes = await body.read(response, (loadedBytes, piece) => {
          alive()
          report(loadedBytes, piece)
        })
        const etag = response.headers.get('etag')
        if (etag !== null && !hasHttpCache) remember(models, model.sha256, { etag, value: bytes.slice(0) })
        return bytes
      },
    })
  }

  async function loadPoster(
    { id, poster }: SceneManifest,
    { signal, onWait }: RequestOptions = {},
  ): Promise<Blob | null> {
    if (poster === null) return null
    return sendKeyed(transport, {
      url: ownUrl(base, poster.url, id, 'poster'),
      accept: 'image/*',
      signal,
      onWait,
      read: (response) => response.blob(),
    })
  }

  function getArUrls(sceneId: string, { signal, onWait }: RequestOptions = {}): Promise<ArUrls> {
    requireId(sceneId)
    return sendKeyed(transport, {
      method: 'POST',
      url: sceneUrl(base, sceneId, 'ar'),
      accept: 'application/json',
      signal,
      onWait,
      read: async (response) => (await readJson(response)) as ArUrls,
    })
  }

  return {
    baseUrl: base.href,
    getScene,
    loadModel,
    loadPoster,
    getArUrls,
    async diagnose(sceneId) {
      // Only whoever looks for a fault needs it.
      const { diagnose } = await import('./diagnose.js')
      return diagnose(createClient({ ...options, retry: { tries: 1 } }), sceneId)
    },
  }
}

/** The address that an `<img>` can show without a key; `null` where the poster is behind the key, or there is none. */
export function publicPosterUrl({ id, poster }: SceneManifest, baseUrl: string): string | null {
  if (poster === null) return null
  const url = new URL(poster.url, baseUrl)
  return isRouteOf(url, id, 'poster') ? null : url.href
}

function readOptions(options: ClientOptions): Transport {
  const { apiKey, baseUrl, fetch = globalThis.fetch, retry, stallMs = STALL_MS, origin, headers } = options
  if (typeof apiKey !== 'string' && typeof apiKey !== 'function') {
    throw new TypeError('createClient: `apiKey` must be a string or a function')
  }
  return {
    apiKey,
    base: parseBase(baseUrl),
    fetch: (input, init) => fetch(input, init),
    retry: fillRetry(retry),
    stallMs,
    headers: { ...headers, ...(origin === undefined ? {} : { origin }) },
  }
}

function parseBase(baseUrl: string | URL): URL {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : null
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new TypeError(
      'createClient: `baseUrl` must be an absolute URL such as https://vectreal.example.com',
    )
  }
  base.search = base.hash = base.username = base.password = ''
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return base
}

function requireId(sceneId: string): void {
  if (typeof sceneId !== 'string' || sceneId === '') {
    throw new TypeError('`sceneId` must be the id of a scene')
  }
}

/**
 * A platform that is reached by another name than its PUBLIC_URL (a proxy, 127.0.0.1) writes the other name into
 * its manifests; its own routes are therefore asked for where the client already talks to it.
 */
function ownUrl(base: URL, stated: string, sceneId: string, part: 'model' | 'poster'): URL {
  const url = new URL(stated, base)
  return isRouteOf(url, sceneId, part) ? sceneUrl(base, sceneId, part) : url
}

function isRouteOf(url: URL, sceneId: string, part: 'model' | 'poster'): boolean {
  return url.pathname.endsWith(`/api/scenes/${encodeURIComponent(sceneId)}/${part}`)
}

async function readJson(response: Response): Promise<unknown> {
  const body = await response.text()
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new VectrealError('unexpected_response', { status: response.status, cause })
  }
}

/** Keeps the newest, and of the older ones as many as fit. */
function remember(
  models: Map<string, Cached<ArrayBuffer>>,
  sha256: string,
  entry: Cached<ArrayBuffer>,
): void {
  models.delete(sha256)
  models.set(sha256, entry)
  let total = 0
  for (const [key, { value }] of [...models].toReversed()) {
    total += value.byteLength
    if (total > MEMORY_CACHE_BYTES) models.delete(key)
  }
}
