/**
 * Tells the platform about failures that only the page sees, so that the dashboard can show them beside its own
 * refusals. Keyless, small, at most once a page for each scene and code.
 */
import { redactTokens } from '@vectreal/scene-format'
import { SLOW_SCENE_MS } from './slow-scene.js'
import { isClientCode, type VectrealError, type VectrealErrorCode } from './vectreal-error.js'
import { VERSION } from './version.js'

/** So many of the longest are below the 4 KB that the server takes. */
const REPORTS_A_BODY = 3
const MAX_REPORTS_A_PAGE = 20
/** Failures of one page mostly come together. */
const BATCH_MS = 2_000

/** One failure, as the platform hears of it. */
export interface Report {
  readonly sceneId: string
  /** `slow`: shown, but late. `figures`: how long it took. */
  readonly code: VectrealErrorCode | 'slow' | 'figures'
  /** Null: none of the checks refused. */
  readonly layer: string | null
  /** At most 300 characters, without keys. */
  readonly detail: string | null
  /** Null where there was no response. */
  readonly requestId: string | null
}

/** Opt-in. */
export interface Figures {
  readonly posterMs: number | null
  readonly firstFrameMs: number
  readonly modelBytes: number
}

/** What `createReporter` takes. */
export interface ReporterOptions {
  /** Root of the platform; a path needs a slash at its end. */
  readonly baseUrl: string
  /** In place of the global one. */
  readonly fetch?: typeof fetch
  /** Share of failures that are told, 0 to 1. */
  readonly sampleRate?: number
  /** Draws the sample, 0 to 1 (exclusive). Default `Math.random`. */
  readonly random?: () => number
}

/** Collects the reports of one page: each scene and code once, 20 in all. */
export interface Reporter {
  /** Tells of failures that only the page sees; refusals of the API and aborts are left out. */
  failed(sceneId: string, error: VectrealError): void
  /** Told as `slow` where it took longer than `SLOW_SCENE_MS`. */
  shown(sceneId: string, elapsedMs: number, modelBytes: number): void
  /** Told as `figures`. */
  measured(sceneId: string, figures: Figures): void
  /** Sends what waits, now. */
  flush(): void
}

/** Collects what goes wrong in a page and sends it to the platform: scene, code and figures, never a key or an address. */
export function createReporter(options: ReporterOptions): Reporter {
  const { baseUrl, fetch = globalThis.fetch, sampleRate = 1, random = Math.random } = options
  const url = new URL('api/embed/reports', baseUrl).href
  const told = new Set<string>()
  let waiting: Report[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function add(report: Report): void {
    const once = `${report.sceneId} ${report.code}`
    if (told.has(once) || told.size >= MAX_REPORTS_A_PAGE || random() >= sampleRate) return
    told.add(once)
    waiting.push(report)
    timer ??= setTimeout(flush, BATCH_MS)
    if (waiting.length === 1) globalThis.addEventListener?.('pagehide', flush)
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    globalThis.removeEventListener?.('pagehide', flush)
    for (let at = 0; at < waiting.length; at += REPORTS_A_BODY) {
      const body = JSON.stringify({ sdkVersion: VERSION, reports: waiting.slice(at, at + REPORTS_A_BODY) })
      // text/plain needs no preflight, keepalive outlives the page. Nobody waits for the response.
      fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
        keepalive: true,
        credentials: 'omit',
        referrerPolicy: 'origin',
      }).catch(() => {})
    }
    waiting = []
  }

  return {
    failed(sceneId, error) {
      const { code, layer, requestId } = error
      // The platform knows of its own refusals, and an abort is no failure.
      if (!isClientCode(code) || code === 'aborted') return
      add({ sceneId, code, layer, detail: redactTokens(error.message).slice(0, 300), requestId })
    },
    shown(sceneId, elapsedMs, modelBytes) {
      if (elapsedMs <= SLOW_SCENE_MS) return
      const detail = `shown after ${Math.round(elapsedMs)} ms, model ${modelBytes} bytes`
      add({ sceneId, code: 'slow', layer: null, detail, requestId: null })
    },
    measured(sceneId, figures) {
      const { posterMs, firstFrameMs, modelBytes } = figures
      const detail = `poster ${posterMs ?? '-'} ms, first frame ${firstFrameMs} ms, model ${modelBytes} bytes`
      add({ sceneId, code: 'figures', layer: null, detail, requestId: null })
    },
    flush,
  }
}
