/** The routes that embeds call, and what they keep running. */
import { createVerifier, type KeyStore, suggestAcceptedPattern } from '@vectreal/auth-core'
import type { RequestHandler } from 'express'
import type { BaseContext } from '../context.js'
import { ownOrigins } from '../http/own-origins.js'
import { hashesOf } from '../people/hash-token.js'
import { createAccessChanges } from './access-change.js'
import { createAccessStore } from './access-store.js'
import { createDatabaseGuard } from './database-guard.js'
import { createEmbedFiles } from './embed-files.js'
import { createEmbedPool } from './embed-pool.js'
import { createFailureLimiter } from './failure-limiter.js'
import { createMetrics, type Metrics } from './metrics.js'
import type { AccessChange } from './messages.js'
import { createNotifications } from './notifications.js'
import { createPageTokens } from './page-token.js'
import { createPublicScenes } from './public-scenes.js'
import { createReports } from './reports.js'
import { createRoutes, type EmbedRoutes } from './routes.js'
import type { PublishedScene } from './published-scene.js'
import { createUsageRecorder } from './usage-recorder.js'

/** A crash loses at most the counts since the last flush. */
const FLUSH_MS = 2000
/** So many rows cost the database enough that they are gathered for several turns: the same rows are then written once. */
const LARGE_FLUSH_ROWS = 2000
const LARGE_FLUSH_TURNS = 5
const SWEEP_MS = 60_000
const MAX_CACHED = 20_000

export interface Embed {
  /** Mounted at the root, before everything else: the path of every visitor. */
  readonly router: RequestHandler
  requireAccess: EmbedRoutes['requireAccess']
  readonly metrics: Metrics
  /** False while the database is known to be away. */
  isReady(): boolean
  afterAccessChange(change: AccessChange): Promise<void>
  /** Writes the counts gathered so far. */
  flush(): Promise<void>
  /** Flushes what is gathered and closes what is open. */
  close(): Promise<void>
}

export function createEmbed(context: BaseContext): Embed {
  const { pool: generalPool, clock, logger, storage, settings } = context
  const { publicUrl, trustProxy } = settings
  const pool = createEmbedPool(generalPool, logger, settings.databasePooling)
  const guard = createDatabaseGuard(pool, (isAway, cause) => {
    if (isAway) logger.warn({ reason: (cause as Error).message }, 'database away: embeds answer 503')
    else logger.info('database back')
  })
  const manifestOptions = { publicUrl }
  const store = countLookUps(createAccessStore(pool, guard, manifestOptions), () => metrics.countLookUp())

  const limiter = createFailureLimiter({
    pool,
    redisUrl: settings.redisUrl,
    limit: settings.authFailureLimit,
    windowSeconds: settings.authFailureWindowSeconds,
    announce: (client, until) => notifications.send({ type: 'blocked', client, until }),
    onError: (error) =>
      logger.warn({ reason: (error as Error).message }, 'failures are counted by this node alone'),
  })
  const verifier = createVerifier<PublishedScene>({
    store,
    limiter,
    clock,
    hash(token) {
      const [first, ...others] = hashesOf(token, settings)
      // One hash alone is looked up without a promise.
      return others.length === 0 ? (first ?? '') : [first ?? '', ...others]
    },
    ttlMs: settings.keyCacheTtlMs,
    maxEntries: MAX_CACHED,
    suggestPattern: suggestAcceptedPattern,
  })
  const notifications = createNotifications({
    pool: generalPool,
    url: settings.notifyUrl,
    pooling: settings.databasePooling,
    logger,
    onMessage(message) {
      if (message.type === 'access') changes.forget(message.change)
      else limiter.block(message.client, message.until)
    },
    onListening() {
      // Whatever was said while nobody listened.
      verifier.invalidate()
      limiter.loadBlocks().catch((error: Error) => logger.warn({ reason: error.message }, 'blocks not read'))
    },
  })
  const changes = createAccessChanges({
    verifier,
    notifications,
    ttlMs: settings.keyCacheTtlMs,
    singleProcess: settings.singleProcess,
  })

  const usage = createUsageRecorder(generalPool, clock)
  const reports = createReports(generalPool, clock)
  const metrics = createMetrics(
    { general: generalPool, embed: pool },
    {
      cacheEntries: () => verifier.size,
      pendingRows: () => usage.pendingRows,
      blockedClients: () => limiter.blockedClients,
      isDatabaseAway: () => guard.isAway,
      isListening: () => notifications.isListening,
    },
  )

  async function flush(): Promise<void> {
    const results = await Promise.allSettled([usage.flush(), reports.flush()])
    const failed = results.find((result) => result.status === 'rejected')
    metrics.countFlush(failed ? 'failed' : 'ok')
    if (failed)
      logger.warn({ reason: (failed.reason as Error).message }, 'counts not written; kept for the next time')
  }
  let turns = 0
  const flushing = setInterval(() => {
    turns += 1
    if (usage.pendingRows >= LARGE_FLUSH_ROWS && turns < LARGE_FLUSH_TURNS) return
    turns = 0
    void flush()
  }, FLUSH_MS)
  const sweeping = setInterval(() => limiter.sweep().catch(() => {}), SWEEP_MS)
  flushing.unref()
  sweeping.unref()

  const { router, requireAccess } = createRoutes({
    publicUrl,
    trustProxy,
    storage,
    logger,
    clock,
    verifier,
    limiter,
    usage,
    reports,
    metrics,
    scenes: createPublicScenes(pool, guard),
    pageTokens: createPageTokens(settings.authSecret, clock),
    ownOrigins: new Set(ownOrigins(publicUrl)),
    files: settings.embedFiles === undefined ? null : createEmbedFiles(settings.embedFiles, publicUrl),
  })

  return {
    router,
    requireAccess,
    metrics,
    isReady: () => !guard.isAway,
    afterAccessChange: changes.afterAccessChange,
    flush,
    async close() {
      clearInterval(flushing)
      clearInterval(sweeping)
      await flush()
      guard.close()
      await Promise.all([notifications.close(), limiter.close(), pool.end()])
    },
  }
}

function countLookUps(store: KeyStore<PublishedScene>, count: () => void): KeyStore<PublishedScene> {
  return {
    ...store,
    findAccess(tokenHash, sceneId) {
      count()
      return store.findAccess(tokenHash, sceneId)
    },
  }
}
