/** Puts the parts together: one Express app over one database and one store. */
import express, { type Express, type RequestHandler } from 'express'
import { createAuditSigner } from './audit/audit-signer.js'
import { systemClock } from './clock.js'
import type { BaseContext, Context } from './context.js'
import { createDatabase, createPool } from './db/database.js'
import { createEmbed, type Embed } from './embed/router.js'
import { BODY_RATE, limitBodyRate } from './http/body-rate.js'
import { mountOperations } from './http/mount-operations.js'
import { requirePlainTarget } from './http/plain-target.js'
import { createRequestLog } from './http/request-log.js'
import { setSecurityHeaders } from './http/security-headers.js'
import { createLogger } from './logger.js'
import { startMaintenance } from './maintenance.js'
import { createDocsRouter } from './openapi/docs-pages.js'
import { createAuth } from './people/auth.js'
import { createAuthHandler } from './people/auth-handler.js'
import { parseMailDomain } from './people/mail-domain.js'
import { createPlatformRouter } from './people/platform-router.js'
import { createErrorHandler, notFoundHandler } from './problem.js'
import { createHealth } from './operations/health.js'
import { createWriteCheck } from './operations/write-check.js'
import { createCalendarRouter } from './reminders/calendar-router.js'
import { OPERATIONS } from './routes/operations.js'
import { createWork } from './work/work.js'
import { DEFAULT_SETTINGS, type SceneApiOptions, type SceneApiSettings } from './settings.js'

/** The app of `createSceneApi`, and what its host has to call. */
export type SceneApi = Express & {
  /** Flushes, stops background work and closes the connections this app opened. Call it after the server has drained. */
  close(): Promise<void>
  /** Writes the counts of embeds gathered so far, which otherwise happens every few seconds. */
  flush(): Promise<void>
  readonly context: Context
  readonly requireAccess: Embed['requireAccess']
}

/**
 * The whole API as an Express app over a migrated database (`migrateDatabase`), to be served by itself or mounted at the
 * root of another app. `close()` writes what is gathered and closes its connections.
 */
export function createSceneApi(options: SceneApiOptions): SceneApi {
  const {
    storage,
    clock = systemClock,
    logger = createLogger(),
    databaseUrl,
    pool: givenPool,
    poolSize,
    maintenance = true,
    errorPages = true,
    ...rest
  } = options
  const settings: SceneApiSettings = {
    ...DEFAULT_SETTINGS,
    ...rest,
    publicUrl: new URL(rest.publicUrl).origin,
    signUpDomains: normalizeDomains(rest.signUpDomains),
  }
  if (settings.authSecret.length < 32) throw new TypeError('authSecret must have at least 32 characters')

  const pool =
    givenPool ?? createPool(databaseUrl, logger, { max: poolSize, pooling: settings.databasePooling })
  const work = createWork()
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
  const embed = createEmbed(base)
  const context: Context = { ...base, afterAccessChange: embed.afterAccessChange.bind(embed) }

  const auth = createAuth(context)
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.set('trust proxy', settings.trustProxy)
  app.use(createRequestLog({ logger, trustProxy: settings.trustProxy }))
  app.use(limitBodyRate(settings.publicUrl, BODY_RATE))
  app.use(createHealth(base, embed))
  app.use(createDocsRouter(settings.publicUrl, auth, { errorPages }))
  app.use('/api', requirePlainTarget)
  app.use(createPlatformRouter(base))
  app.use(createAuthHandler(context, auth))
  app.use(createCalendarRouter(context))
  app.use(mountOperations(context, auth, OPERATIONS))
  app.use('/api', notFoundHandler)
  app.use(createErrorHandler(context))

  putFirst(app, embed.router, settings.publicUrl)

  const { publicKey: auditKey } = createAuditSigner(settings.authSecret)
  logger.info({ auditKey }, 'heads of the audit log are signed with this key')

  const stopMaintenance = maintenance ? startMaintenance(context) : null
  return Object.assign(app, {
    context,
    flush: embed.flush,
    requireAccess: embed.requireAccess,
    async close() {
      await stopMaintenance?.()
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

/**
 * Before Express itself: the path of every visitor pays for nothing that only people who sign in need, not even for
 * what Express adds to each request.
 */
function putFirst(app: Express, first: RequestHandler, publicUrl: string): void {
  const handlers = app as unknown as { handle: RequestHandler }
  const handle = handlers.handle.bind(app)
  handlers.handle = (req, res, next) => {
    first(req, res, () => {
      setSecurityHeaders(res, publicUrl)
      handle(req, res, next)
    })
  }
}
