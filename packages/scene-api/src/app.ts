/** Puts the parts together: one Express app over one database and one store. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Express, type Request, type Response } from 'express'
import { createAuditSigner } from './domain/audit/audit-signer.js'
import { systemClock } from './clock.js'
import type { BaseContext, Context } from './context.js'
import { createDatabase, createPool } from './db/database.js'
import { createArFiles } from './domain/ar-files/ar-files.js'
import { createCompressor } from './domain/models/compressor.js'
import { createOptimizer } from './domain/optimization/optimizer.js'
import { createPosterDrawer } from './domain/posters/poster-drawer.js'
import { createEmbed, type Embed } from './embed/router.js'
import type { EmbedRouter } from './embed/routes.js'
import { BODY_RATE, limitBodyRate } from './http/body-rate.js'
import { createErrorHandler, notFoundHandler } from './http/error-handler.js'
import { mountOperations } from './mount/mount-operations.js'
import { requirePlainTarget } from './http/plain-target.js'
import { createRequestLog } from './http/request-log.js'
import { setSecurityHeaders } from './http/security-headers.js'
import { createLogger } from './logger.js'
import { startMaintenance } from './maintenance.js'
import { createDocsRouter } from './openapi/docs-pages.js'
import { createAuth } from './identity/auth.js'
import { createAuthHandler } from './identity/auth-handler.js'
import { parseMailDomain } from './identity/mail-domain.js'
import { createInvitationRouter } from './identity/invitation-router.js'
import { createPlatformRouter } from './identity/platform-router.js'
import { createHealth } from './routes/health.js'
import { createWriteCheck } from './db/write-check.js'
import { createDeviceRouter } from './routes/device-login/device-router.js'
import { createLeakRouter } from './routes/leaks/leak-router.js'
import { createCalendarRouter } from './routes/reminders/calendar-router.js'
import { ROUTES } from './routes/operations.js'
import { createMailQueue } from './work/mail-queue.js'
import { createWork } from './work/work.js'
import { DEFAULT_SETTINGS, type SceneApiOptions, type SceneApiSettings } from './settings.js'

/** The app of `createSceneApi`, and what its host has to call. */
export type SceneApi = Express & {
  /** Flushes, stops background work and closes the connections this app opened. Call it after the server has drained. */
  close(): Promise<void>
  /** Writes the counts of embeds buffered so far, which otherwise happens every few seconds. */
  flush(): Promise<void>
  /** Resolves once this process has compressed, optimised and made for AR what it could of the models uploaded so far. */
  optimizeWaiting(): Promise<void>
  /** Resolves once no scene waits for a poster that this process could make now. */
  drawWaiting(): Promise<void>
  readonly context: Context
  readonly requireAccess: Embed['requireAccess']
  /**
   * The same as the app, for `http.createServer`: embeds are handled before Express adds anything to a request. Without
   * `next`, what no route takes is a 404.
   */
  readonly listener: (req: IncomingMessage, res: ServerResponse, next?: () => void) => void
}

/**
 * The whole API as an Express app over a migrated database (`migrateDatabase`), to be served by itself or mounted at the
 * root of another app. `close()` writes what is buffered and closes its connections.
 */
export function createSceneApi(options: SceneApiOptions): SceneApi {
  const {
    storage,
    clock = systemClock,
    logger = createLogger(),
    databaseUrl,
    pool: givenPool,
    poolSize,
    peers,
    maintenance = true,
    errorPages = true,
    ...rest
  } = options
  const settings: SceneApiSettings = {
    ...DEFAULT_SETTINGS,
    ...rest,
    publicUrl: new URL(rest.publicUrl).origin,
    signUpDomains: normalizeDomains(rest.signUpDomains),
    ...(rest.sendMail && { sendMail: createMailQueue(rest.sendMail) }),
  }
  if (settings.authSecret.length < 32) throw new TypeError('authSecret must have at least 32 characters')

  const pool =
    givenPool ?? createPool(databaseUrl, logger, { max: poolSize, pooling: settings.databasePooling })
  const optimizers = maintenance ? settings.modelOptimizers : 0
  const work = createWork(optimizers)
  const base: BaseContext = {
    db: createDatabase(pool),
    pool,
    clock,
    logger,
    storage,
    settings,
    work,
    checkWrite: createWriteCheck(pool),
  }
  const arFiles = createArFiles(base)
  const embed = createEmbed(base, arFiles, peers)
  const context: Context = {
    ...base,
    afterAccessChange: embed.afterAccessChange.bind(embed),
    compressLater: (job) => compressor.add(job),
    wakeOptimizer: () => optimizer.wake(),
    arFiles,
    afterLookChange: (scene) => {
      if (optimizers > 0) arFiles.makeSoon(scene)
    },
  }
  const compressor = createCompressor(context)
  const optimizer = createOptimizer(context, optimizers)
  optimizer.wake()
  const posterDrawer = createPosterDrawer(context, maintenance)
  posterDrawer.wake()

  const auth = createAuth(context)
  const management = createExpress(settings)
  management.use((_req, res, next) => {
    setSecurityHeaders(res, settings.publicUrl)
    next()
  })
  management.use(createRequestLog({ logger, trustProxy: settings.trustProxy }))
  management.use(limitBodyRate(settings.publicUrl, BODY_RATE))
  management.use(createHealth(base, { metrics: embed.metrics.registry, isReady: embed.isReady }, peers))
  management.use(createDocsRouter(settings.publicUrl, auth, { errorPages }))
  management.use('/api', requirePlainTarget)
  management.use(createPlatformRouter(base))
  management.use(createInvitationRouter(base))
  management.use(createAuthHandler(context, auth))
  management.use(createCalendarRouter(context))
  management.use(createLeakRouter(context))
  management.use(createDeviceRouter(context))
  management.use(mountOperations(context, auth, Object.values(ROUTES)))
  management.use('/api', notFoundHandler)
  management.use(createErrorHandler(context))

  const app = createExpress(settings)
  app.use((req, res, next) => embed.router(req, res, next))
  app.use(management)

  const { publicKey: auditKey } = createAuditSigner(settings.authSecret)
  logger.info({ auditKey }, 'heads of the audit log are signed with this key')

  const stopMaintenance = maintenance ? startMaintenance(context) : null
  return Object.assign(app, {
    context,
    flush: embed.flush,
    async optimizeWaiting() {
      await Promise.all([compressor.idle(), optimizer.idle()])
      await arFiles.idle()
    },
    drawWaiting: posterDrawer.idle,
    requireAccess: embed.requireAccess,
    listener: embedsFirst(embed.router, management),
    async close() {
      await stopMaintenance?.()
      await Promise.all([compressor.close(), optimizer.close(), posterDrawer.close()])
      await arFiles.close()
      await embed.close()
      if (!givenPool) await pool.end()
    },
  })
}

function normalizeDomains(given: readonly string[] = []): readonly string[] {
  return given.map((text) => {
    const domain = parseMailDomain(text)
    if (domain === null) throw new TypeError(`signUpDomains: ${JSON.stringify(text)} is no domain`)
    return domain
  })
}

function createExpress({ trustProxy }: SceneApiSettings): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.set('trust proxy', trustProxy)
  return app
}

/** The path of every visitor pays for nothing that only people who sign in need, not even for what Express adds. */
function embedsFirst(handleEmbed: EmbedRouter, management: Express): SceneApi['listener'] {
  return (req, res, next) =>
    handleEmbed(req, res, () => management(req as Request, res as Response, next as () => void))
}
