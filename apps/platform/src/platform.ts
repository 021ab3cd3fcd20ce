/**
 * The platform, started and stopped in order: folder, ports, database, and what serves. The embedded database is made and started in
 * processes of its own while this one loads the server's code, which takes as long: nothing here may import that code at once.
 */
import type { RequestListener } from 'node:http'
import { createLogger, securityHeaders } from '@vectreal/scene-api/starting'
import { announce } from './announce.js'
import { closeTimes, isOneOfSeveral } from './close-times.js'
import { startEmbeddedDatabase } from './database/embedded-database.js'
import type { DatabaseUrls } from './database/prepare-database.js'
import { openDataFolder } from './data-folder.js'
import { demoPorts } from './demo/demo-urls.js'
import { close, listen } from './listen.js'
import { Shutdown } from './shutdown.js'
import type { Settings } from './settings.js'

export interface Platform {
  stop(): Promise<void>
}

export interface RunOptions {
  /** Aborted: stop starting. */
  readonly signal: AbortSignal
  /** Something the platform cannot run without has ended by itself. */
  onCrash(reason: string): void
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
  const isOpenedFirst = !isOneOfSeveral(settings) && settings.workers === 1
  if (isOpenedFirst) await openPlatform()
  let demoHandlers: readonly [RequestListener, RequestListener] = [sendStarting, sendStarting]
  if (settings.mode === 'start') {
    const [htmlPort, reactPort] = demoPorts(settings.port)
    await open(htmlPort, 'the plain HTML demo', (req, res) => demoHandlers[0](req, res))
    await open(reactPort, 'the React demo', (req, res) => demoHandlers[1](req, res))
  }

  // What takes longest on either side, at the same time.
  const loading = import('./serve-platform.js')
  // Where the database fails, nobody waits for it.
  loading.catch(() => {})
  const urls = givenDatabase(settings) ?? (await startDatabase())
  const { servePlatform } = await loading
  signal.throwIfAborted()
  const { listener, demo } = await servePlatform(settings, {
    urls,
    folder: dataDir.path,
    logger,
    signal,
    shutdown,
  })
  if (listener !== null) {
    handler = listener
    if (!isOpenedFirst) await openPlatform()
  }
  if (demo !== null) demoHandlers = demo
  announce(settings)

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

/** Until everything is up: alive, but not ready. */
function startingListener(headers: readonly string[]): RequestListener {
  return (req, res) => {
    const alive = req.url === '/healthz'
    const own = ['Content-Type', 'application/json', 'Retry-After', '2', 'Cache-Control', 'no-store']
    res.writeHead(alive ? 200 : 503, [...own, ...headers])
    res.end(JSON.stringify({ status: alive ? 'ok' : 'starting' }))
  }
}
