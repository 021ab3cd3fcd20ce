/** The platform, composed: database, API, pages, and in `start` the demo. Stops in order. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createDemoHtml } from '@vectreal/demo-html'
import { createDemoReact } from '@vectreal/demo-react/server'
import {
  createFileStorage,
  createLogger,
  createS3Storage,
  createSceneApi,
  type SceneApiOptions,
} from '@vectreal/scene-api'
import type { Request, Response } from 'express'
import type { Logger } from 'pino'
import { startEmbeddedDatabase } from './database/embedded-database.js'
import { type DatabaseUrls, type PreparedDatabase, prepareDatabase } from './database/prepare-database.js'
import { openDataFolder } from './data-folder.js'
import { makeDemo } from './demo/run-demo.js'
import { DEMO_ACCOUNT, type Demo } from './demo/seed-demo.js'
import { close, listen } from './listen.js'
import { createMailer } from './mailer.js'
import { createPages, distOf } from './pages.js'
import { keptSecret } from './secrets.js'
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

/** In this order: requests drain, what they gathered is flushed, then the database may go. */
const STAGES = ['servers', 'api', 'database', 'folder'] as const

/** Enough for every connection that a busy balancer keeps open to be used, and ended, once more. */
const LAST_REQUESTS_MS = 2000

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

  let handler: RequestListener = answerStarting
  const isOneOfSeveral = settings.mode === 'serve' && settings.databaseUrl !== null
  const open = async (port: number, what: string, listener: RequestListener) => {
    const server = await listen(listener, { host: settings.host, port, what })
    const times = { idleMs: isOneOfSeveral ? LAST_REQUESTS_MS : 0, graceMs: settings.shutdownSeconds * 1000 }
    shutdown.add('servers', () => close(server, times))
  }
  const openPlatform = () => open(settings.port, 'the platform', (req, res) => handler(req, res))
  // Ports first: one that is in use is known before a database has been made. Not so where other nodes can answer: a
  // balancer sends what a closed port refuses to one of them, and would hand a 503 on to the visitor.
  if (!isOneOfSeveral) await openPlatform()
  const demoHandlers: [RequestListener, RequestListener] = [answerStarting, answerStarting]
  if (settings.mode === 'start') {
    await open(settings.port + 1, 'the plain HTML demo', (req, res) => demoHandlers[0](req, res))
    await open(settings.port + 2, 'the React demo', (req, res) => demoHandlers[1](req, res))
  }

  const urls = givenDatabase(settings) ?? (await startDatabase())
  signal.throwIfAborted()
  const database = await prepareDatabase(urls)
  for (const warning of database.warnings) logger.warn(warning)
  const options = await apiOptions(settings, urls, database, logger)
  signal.throwIfAborted()

  const demo = settings.mode === 'start' ? await makeDemo(options, dataDir.path) : null
  signal.throwIfAborted()

  const api = createSceneApi(options)
  shutdown.add('api', () => api.close())
  const pages = createPages({ sourceUrl: settings.sourceUrl, logger })
  handler = (req, res) => api(req as Request, res as Response, () => pages(req as Request, res as Response))
  if (isOneOfSeveral) await openPlatform()
  if (demo !== null) {
    const site = { platformUrl: settings.publicUrl, scenes: demo.scenes, apiKey: demo.apiKey }
    demoHandlers[0] = createDemoHtml(site)
    demoHandlers[1] = createDemoReact(site)
  }
  announce(settings, demo)

  async function startDatabase(): Promise<DatabaseUrls> {
    const embedded = await startEmbeddedDatabase(dataDir.path)
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

async function apiOptions(
  settings: Settings,
  { url, notifyUrl }: DatabaseUrls,
  { pooling }: PreparedDatabase,
  logger: Logger,
): Promise<SceneApiOptions> {
  return {
    databaseUrl: url,
    databasePooling: pooling,
    ...(notifyUrl !== null && { notifyUrl }),
    poolSize: settings.databasePoolSize,
    logger,
    storage:
      settings.storage.kind === 's3'
        ? createS3Storage(settings.storage)
        : createFileStorage(join(settings.dataDir, 'blobs')),
    uploadFolder: join(settings.dataDir, 'uploads'),
    // The documentation has them.
    errorPages: false,
    publicUrl: settings.publicUrl,
    authSecret: settings.authSecret ?? (await keptSecret(join(settings.dataDir, 'auth-secret'))),
    trustProxy: settings.trustProxy,
    keyCacheTtlMs: settings.keyCacheTtlMs,
    authFailureLimit: settings.authFailureLimit,
    authFailureWindowSeconds: settings.authFailureWindowSeconds,
    maxModelBytes: settings.maxModelBytes,
    embedFiles: distOf('@vectreal/embed-sdk', 'embed'),
    defaultPlan: settings.defaultPlan,
    writeLimitPerMinute: settings.writeLimitPerMinute,
    retention: settings.retention,
    idempotencyHours: settings.idempotencyHours,
    quotas: settings.quotas,
    signUp: settings.signUp,
    signUpDomains: settings.signUpDomains,
    ...(settings.contactUrl !== null && { contactUrl: settings.contactUrl }),
    ...(settings.communityUrl !== null && { communityUrl: settings.communityUrl }),
    singleProcess: settings.databaseUrl === null,
    ...(settings.mail !== null && { sendMail: createMailer(settings.mail, logger) }),
    ...(settings.redisUrl !== null && { redisUrl: settings.redisUrl }),
    ...(settings.operatorToken !== null && { operatorToken: settings.operatorToken }),
    ...(settings.keyPepper !== null && { pepper: settings.keyPepper }),
    formerPeppers: settings.formerKeyPeppers,
  }
}

function announce({ publicUrl, port, dataDir, databaseUrl, mode }: Settings, demo: Demo | null): void {
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
  lines.push(['Data', databaseUrl === null ? dataDir : `${dataDir} and the database of DATABASE_URL`])
  const width = Math.max(...lines.map(([name = '']) => name.length))
  console.log(`\nVectreal is running${mode === 'start' ? ' with its demo' : ''}. Ctrl-C stops it.\n`)
  for (const [name = '', value] of lines) console.log(`  ${name.padEnd(width)}  ${value}`)
  console.log('')
}

/** Until everything is up: alive, but not ready. */
function answerStarting(req: IncomingMessage, res: ServerResponse): void {
  const alive = req.url === '/healthz'
  res.writeHead(alive ? 200 : 503, {
    'Content-Type': 'application/json',
    'Retry-After': '2',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  res.end(JSON.stringify({ status: alive ? 'ok' : 'starting' }))
}
