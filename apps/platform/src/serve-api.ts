/** The API and the pages on the platform's port: in the one process there is, or in each of several workers. */
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import {
  createFileStorage,
  createS3Storage,
  createSceneApi,
  type Peers,
  type Pooling,
  type SceneApiOptions,
} from '@vectreal/scene-api'
import { createLogger, securityHeaders } from '@vectreal/scene-api/starting'
import type { Request, Response } from 'express'
import type { Logger } from 'pino'
import { closeTimes } from './close-times.js'
import { close, listen } from './listen.js'
import { createMailer } from './mailer.js'
import { createPages, distOf } from './pages.js'
import { keptSecret } from './secrets.js'
import { findPosterBrowser } from './poster-browser.js'
import type { Settings } from './settings.js'

/** Connections of a worker for management, where the setting would give all workers together too many. */
const LEAST_POOL = 4

/** What has been made before anything is served, in a form that can be handed to another process. */
export interface Prepared {
  readonly url: string
  readonly notifyUrl: string | null
  readonly pooling: Pooling
}

export interface Serving {
  /** Requests drain, then what they buffered is flushed. */
  stop(): Promise<void>
}

/** Resolves once the port is open and everything responds. */
export async function serveApi(
  settings: Settings,
  prepared: Prepared,
  { peers }: { peers: Peers },
): Promise<Serving> {
  const logger = createLogger(settings.logLevel)
  const api = createSceneApi({ ...(await apiOptions(settings, prepared, logger)), peers })
  const listener = platformListener(settings, api, logger)
  const server = await listen(listener, {
    host: settings.host,
    port: settings.port,
    what: 'the platform',
    headers: securityHeaders(settings.publicUrl),
  })
  return {
    async stop() {
      await close(server, closeTimes(settings))
      await api.close()
    },
  }
}

type Api = ReturnType<typeof createSceneApi>

export function platformListener(
  { sourceUrl, publicUrl, port }: Settings,
  api: Api,
  logger: Logger,
): RequestListener {
  const pages = createPages({ sourceUrl, publicUrl, port, logger })
  return (req, res) => api.listener(req, res, () => pages(req as Request, res as Response))
}

export async function apiOptions(
  settings: Settings,
  { url, notifyUrl, pooling }: Prepared,
  logger: Logger,
): Promise<SceneApiOptions> {
  const posterBrowser = findPosterBrowser(settings.posterBrowser, process.env['PATH'])
  logger.info(
    { posterBrowser },
    posterBrowser === null
      ? 'there is no Chromium: models that programs upload get a poster when somebody opens them in the dashboard'
      : 'a headless Chromium draws the posters of models that programs upload',
  )
  return {
    databaseUrl: url,
    databasePooling: pooling,
    ...(notifyUrl !== null && { notifyUrl }),
    poolSize: Math.max(LEAST_POOL, Math.ceil(settings.databasePoolSize / settings.workers)),
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
    modelOptimizers: settings.modelOptimizers,
    ...(posterBrowser !== null && { posterBrowser }),
    embedFiles: distOf('@vectreal/embed-sdk', 'embed'),
    defaultPlan: settings.defaultPlan,
    writeLimitPerMinute: settings.writeLimitPerMinute,
    retention: settings.retention,
    idempotencyHours: settings.idempotencyHours,
    quotas: settings.quotas,
    ...(settings.accelRedirect !== null && { accelRedirect: settings.accelRedirect }),
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
    leakReportKeys: settings.leakReportKeys,
  }
}
