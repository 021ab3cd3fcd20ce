/** The platform, composed: database, API, pages, and in `start` the demo. Stops in order. */
import type { RequestListener } from 'node:http'
import { createDemoHtml } from '@vectreal/demo-html'
import { createDemoReact } from '@vectreal/demo-react/server'
import { createLogger, createSceneApi, securityHeaders } from '@vectreal/scene-api'
import { startEmbeddedDatabase } from './database/embedded-database.js'
import { type DatabaseUrls, prepareDatabase } from './database/prepare-database.js'
import { openDataFolder } from './data-folder.js'
import { makeDemo } from './demo/run-demo.js'
import type { Demo } from './demo/demo-file.js'
import { DEMO_ACCOUNT } from './demo/seed-demo.js'
import { close, listen } from './listen.js'
import { apiOptions, closeTimes, isOneOfSeveral, platformListener } from './serve-api.js'
import type { Settings } from './settings.js'
import { startWorkers } from './workers/start-workers.js'

export interface Platform {
  stop(): Promise<void>
}

export interface RunOptions {
  /** Aborted: stop starting. */
  readonly signal: AbortSignal
  /** Something the platform cannot run without has ended by itself. */
  onCrash(reason: string): void
}

/** In this order: requests drain, what they buffered is flushed, then the database may go. */
const STAGES = ['servers', 'api', 'database', 'folder'] as const

class Shutdown {
  readonly #steps: { readonly stage: (typeof STAGES)[number]; readonly run: () => Promise<unknown> }[] = []

  add(stage: (typeof STAGES)[number], run: () => Promise<unknown>): void {
    this.#steps.push({ stage, run })
  }

  /** Every step runs, whatever became of the ones before it. */
  async run(): Promise<void> {
    const failures: unknown[] = []
    for (const stage of STAGES) {
      const steps = this.#steps.filter((step) => step.stage === stage)
      const results = await Promise.allSettled(steps.map(({ run }) => run()))
      for (const result of results) if (result.status === 'rejected') failures.push(result.reason)
    }
    if (failures.length > 0) throw failures[0]
  }
}

export async function runPlatform(settings: Settings, options: RunOptions): Promise<Platform> {
  const shutdown = new Shutdown()
  try {
    await start(settings, options, shutdown)
  } catch (error) {
    await shutdown.run().catch(() => {})
    throw error
  }
  return { stop: () => shutdown.run() }
}

async function start(settings: Settings, { signal, onCrash }: RunOptions, shutdown: Shutdown): Promise<void> {
  const logger = createLogger(settings.logLevel)
  for (const warning of settings.warnings) logger.warn(warning)

  const dataDir = await openDataFolder(settings.dataDir, { exclusive: settings.databaseUrl === null })
  shutdown.add('folder', () => dataDir.release())

  const isSpread = settings.workers > 1
  const headers = securityHeaders(settings.publicUrl)
  const sendStarting = startingListener(headers)
  let handler = sendStarting
  const open = async (port: number, what: string, listener: RequestListener) => {
    const server = await listen(listener, { host: settings.host, port, what, headers })
    shutdown.add('servers', () => close(server, closeTimes(settings)))
  }
  const openPlatform = () => open(settings.port, 'the platform', (req, res) => handler(req, res))
  // Ports first: one that is in use is known before a database has been made. Not so where other nodes can serve: a
  // balancer sends what a closed port refuses to one of them, and would hand a 503 on to the visitor. Workers open the
  // port themselves.
  const isOpenedFirst = !isOneOfSeveral(settings) && !isSpread
  if (isOpenedFirst) await openPlatform()
  const demoHandlers: [RequestListener, RequestListener] = [sendStarting, sendStarting]
  if (settings.mode === 'start') {
    await open(settings.port + 1, 'the plain HTML demo', (req, res) => demoHandlers[0](req, res))
    await open(settings.port + 2, 'the React demo', (req, res) => demoHandlers[1](req, res))
  }

  const urls = givenDatabase(settings) ?? (await startDatabase())
  signal.throwIfAborted()
  const database = await prepareDatabase(urls)
  for (const warning of database.warnings) logger.warn(warning)
  const prepared = { url: urls.url, notifyUrl: urls.notifyUrl, pooling: database.pooling }
  const options = await apiOptions(settings, prepared, logger)
  signal.throwIfAborted()

  const demo = settings.mode === 'start' ? await makeDemo(options, dataDir.path) : null
  signal.throwIfAborted()

  if (isSpread) {
    const graceMs = settings.shutdownSeconds * 1000
    const workers = await startWorkers({ count: settings.workers, prepared, graceMs, logger, signal })
    shutdown.add('servers', () => workers.stop())
  } else {
    const api = createSceneApi(options)
    shutdown.add('api', () => api.close())
    handler = platformListener(settings, api, logger)
    if (!isOpenedFirst) await openPlatform()
  }
  if (demo !== null) {
    const site = { platformUrl: settings.publicUrl, scenes: demo.scenes, apiKey: demo.apiKey }
    demoHandlers[0] = createDemoHtml(site)
    demoHandlers[1] = createDemoReact(site)
  }
  announce(settings, demo)

  async function startDatabase(): Promise<DatabaseUrls> {
    const embedded = await startEmbeddedDatabase(dataDir.path, { workers: settings.workers })
    shutdown.add('database', () => embedded.stop())
    void embedded.crashed.then(onCrash)
    return { url: embedded.url, ownerUrl: embedded.ownerUrl, notifyUrl: null }
  }
}

function givenDatabase({ databaseUrl, databaseOwnerUrl, databaseNotifyUrl }: Settings): DatabaseUrls | null {
  return databaseUrl === null
    ? null
    : { url: databaseUrl, ownerUrl: databaseOwnerUrl, notifyUrl: databaseNotifyUrl }
}

function announce(
  { publicUrl, port, dataDir, databaseUrl, mode, operatorToken }: Settings,
  demo: Demo | null,
): void {
  const lines = [
    ['Dashboard', `${publicUrl}/dashboard`],
    ['Documentation', `${publicUrl}/docs`],
    ['API reference', `${publicUrl}/docs/api`],
  ]
  if (demo !== null) {
    lines.push(
      ['Demo, plain HTML', `http://localhost:${port + 1}/`],
      ['Demo, React', `http://localhost:${port + 2}/`],
      ['Sign in as', `${DEMO_ACCOUNT.email}  password ${DEMO_ACCOUNT.password}`],
    )
  }
  lines.push([
    'Operator',
    `${publicUrl}/operator  ${operatorToken === null ? 'once OPERATOR_TOKEN is set to the output of "openssl rand -hex 32"' : 'sign in with the OPERATOR_TOKEN'}`,
  ])
  lines.push(['Data', databaseUrl === null ? dataDir : `${dataDir} and the database of DATABASE_URL`])
  const width = Math.max(...lines.map(([name = '']) => name.length))
  console.log(`\nVectreal is running${mode === 'start' ? ' with its demo' : ''}. Ctrl-C stops it.\n`)
  for (const [name = '', value] of lines) console.log(`  ${name.padEnd(width)}  ${value}`)
  console.log('')
}

/** Until everything is up: alive, but not ready. */
function startingListener(headers: readonly string[]): RequestListener {
  return (req, res) => {
    const alive = req.url === '/healthz'
    const own = ['Content-Type', 'application/json', 'Retry-After', '2', 'Cache-Control', 'no-store']
    res.writeHead(alive ? 200 : 503, [...own, ...headers])
    res.end(JSON.stringify({ status: alive ? 'ok' : 'starting' }))
  }
}
