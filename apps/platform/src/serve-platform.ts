/** The database made ready, and served: API, pages, and in `start` the demo. With it comes most of the server's code. */
import type { RequestListener } from 'node:http'
import { createDemoHtml } from '@vectreal/demo-html'
import { createDemoReact } from '@vectreal/demo-react/server'
import { createSceneApi } from '@vectreal/scene-api'
import type { Logger } from 'pino'
import { type DatabaseUrls, prepareDatabase } from './database/prepare-database.js'
import { makeDemo } from './demo/run-demo.js'
import { apiOptions, platformListener } from './serve-api.js'
import type { Settings } from './settings.js'
import type { Shutdown } from './shutdown.js'
import { startWorkers } from './workers/start-workers.js'

interface ServeOptions {
  readonly urls: DatabaseUrls
  /** Of `DATA_DIR`. */
  readonly folder: string
  readonly logger: Logger
  readonly signal: AbortSignal
  readonly shutdown: Shutdown
}

export interface Served {
  /** Null: workers serve, on a port of their own opening. */
  readonly listener: RequestListener | null
  /** Its sites in plain HTML and in React; null where there is no demo. */
  readonly demo: readonly [RequestListener, RequestListener] | null
}

export async function servePlatform(settings: Settings, options: ServeOptions): Promise<Served> {
  const { urls, folder, logger, signal, shutdown } = options
  const database = await prepareDatabase(urls)
  for (const warning of database.warnings) logger.warn(warning)
  const prepared = { url: urls.url, notifyUrl: urls.notifyUrl, pooling: database.pooling }
  const api = await apiOptions(settings, prepared, logger)
  signal.throwIfAborted()

  const demo = settings.mode === 'start' ? await makeDemo(api, folder) : null
  signal.throwIfAborted()

  return { listener: await serve(), demo: demo === null ? null : sitesOf(demo) }

  async function serve(): Promise<RequestListener | null> {
    if (settings.workers > 1) {
      const graceMs = settings.shutdownSeconds * 1000
      const workers = await startWorkers({ count: settings.workers, prepared, graceMs, logger, signal })
      shutdown.add('servers', () => workers.stop())
      return null
    }
    const app = createSceneApi(api)
    shutdown.add('api', () => app.close())
    return platformListener(settings, app, logger)
  }

  function sitesOf({ scenes, apiKey }: Awaited<ReturnType<typeof makeDemo>>): Served['demo'] {
    const site = { platformUrl: settings.publicUrl, scenes, apiKey }
    return [createDemoHtml(site), createDemoReact(site)]
  }
}
