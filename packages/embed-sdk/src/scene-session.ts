/** One scene on one page: from the manifest to a picture that can be turned, and everything freed at the end. */
import { canDraw3D } from './browser-features.js'
import { createClient, publicPosterUrl, type Client } from './client.js'
import { createReporter, type Reporter } from './reports.js'
import type { SceneManifest } from './scene-manifest.js'
import type {
  EarlyManifest,
  SceneControls,
  SceneRequest,
  SceneSession,
  SceneSurface,
  ScreenshotOptions,
  ViewerHandle,
  ViewerModule,
} from './scene-states.js'
import { asVectrealError, VectrealError } from './vectreal-error.js'

export { createClient } from './client.js'
export { isVectrealError, VectrealError } from './vectreal-error.js'

export function openScene(request: SceneRequest, surface: SceneSurface): SceneSession {
  const startedAt = performance.now()
  const controller = new AbortController()
  const { signal } = controller
  const reporter = reporterFor(request)
  let overrides: Parameters<SceneSession['update']>[0] = request
  let viewer: ViewerHandle | null = null
  let posterMs: number | null = null
  let posters: Promise<void> = Promise.resolve()

  async function run(): Promise<void> {
    const client = clientFor(request)
    // Asked for at once: it comes beside the manifest, not after it.
    const chunk = canDraw3D() ? loadViewer(request) : null
    const manifest = await client.getScene(request.sceneId, { signal, onWait })
    surface.setManifest(manifest)
    posters = showPoster(client, manifest)
    if (chunk === null) throw new VectrealError('webgl_unavailable')
    const { bytes, manifest: loaded } = await download(client, manifest)
    surface.setState('decoding')
    const viewerChunk = await chunk
    signal.throwIfAborted()
    const opened = { manifest: loaded, overrides: () => overrides, signal, surface, onFailure: fail }
    viewer = await viewerChunk.openViewer(bytes, opened)
    surface.setProgress({
      phase: 'ready',
      loadedBytes: bytes.byteLength,
      totalBytes: bytes.byteLength,
      ratio: 1,
    })
    surface.setReady(explained(viewer.controls))
    const firstFrameMs = Math.round(performance.now() - startedAt)
    reporter?.shown(request.sceneId, firstFrameMs, loaded.model.bytes)
    if (request.figures) {
      reporter?.measured(request.sceneId, { posterMs, firstFrameMs, modelBytes: loaded.model.bytes })
    }
  }

  function download(client: Client, manifest: SceneManifest) {
    surface.setState('downloading')
    return client.loadModel(manifest, {
      signal,
      onWait,
      onManifest: (current) => surface.setManifest(current),
      onProgress: (progress) => {
        surface.setState('downloading')
        surface.setProgress({ phase: 'downloading', ...progress })
      },
    })
  }

  async function showPoster(client: Client, manifest: SceneManifest): Promise<void> {
    if (manifest.poster === null) return
    try {
      const address = publicPosterUrl(manifest, client.baseUrl)
      const picture = address === null ? await client.loadPoster(manifest, { signal }) : null
      if (signal.aborted) return
      if (address !== null) surface.setPoster(address, manifest)
      else if (picture !== null) surface.setPoster(URL.createObjectURL(picture), manifest)
      posterMs = Math.round(performance.now() - startedAt)
    } catch {
      // A scene without its poster is still a scene; what is wrong shows with the model.
    }
  }

  function onWait({ reason }: { reason: 'offline' | 'retry' }): void {
    if (reason === 'offline') surface.setState('offline')
  }

  async function fail(cause: unknown): Promise<void> {
    if (signal.aborted) return
    // A chunk that cannot be imported is a TypeError; viewer-core's own failures carry a code.
    const error = asVectrealError(cause, cause instanceof TypeError ? 'script_blocked' : 'invalid_model')
    // The poster stays under the message, so it is not cut off by the failure.
    await posters
    if (signal.aborted) return
    release()
    reporter?.failed(request.sceneId, error)
    surface.setFailed(error)
  }

  function release(): void {
    controller.abort()
    viewer?.dispose()
    viewer = null
  }

  run().catch(fail)

  return {
    update(changed) {
      overrides = changed
      viewer?.update(changed)
    },
    dispose() {
      release()
      reporter?.flush()
    },
  }
}

function reporterFor({ baseUrl, reports }: SceneRequest): Reporter | null {
  const sampleRate = parseReportRate(reports)
  return sampleRate > 0 && URL.canParse(baseUrl) ? createReporter({ baseUrl, sampleRate }) : null
}

/** `reports="off"`, or the share of failures to report: `reports="0.1"`. */
function parseReportRate(attribute: string | null): number {
  if (attribute === 'off') return 0
  const rate = Number.parseFloat(attribute ?? '1')
  return rate >= 0 && rate <= 1 ? rate : 1
}

function clientFor({ apiKey, baseUrl, headers, earlyManifest }: SceneRequest): Client {
  try {
    return createClient({ apiKey, baseUrl, headers, fetch: fetchAfter(earlyManifest) })
  } catch (cause) {
    throw new VectrealError('unexpected_response', {
      detail: 'The scene does not know where its platform is.',
      hint: 'Give the element a base-url such as https://vectreal.example.com.',
      cause,
    })
  }
}

async function loadViewer(request: SceneRequest): Promise<ViewerModule> {
  try {
    return await request.loadViewer()
  } catch (cause) {
    throw new VectrealError('script_blocked', { cause })
  }
}

/** viewer-core knows nothing of this package's error, which is made of its own here. */
function explained(controls: SceneControls): SceneControls {
  return Object.create(controls, {
    screenshot: {
      value: (options?: ScreenshotOptions) =>
        controls.screenshot(options).catch((cause: unknown) => {
          throw cause instanceof TypeError ? cause : asVectrealError(cause, 'webgl_unavailable')
        }),
    },
  }) as SceneControls
}

/** A `fetch` that answers the first question for the manifest with the request that the element has sent already. */
function fetchAfter(early: EarlyManifest | null): typeof fetch {
  let isTaken = early === null
  return (input, init) => {
    if (isTaken || input !== early?.url) return fetch(input, init)
    isTaken = true
    return orAborted(early.response, init?.signal)
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
