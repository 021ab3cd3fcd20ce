/** The routes that embeds call, and what they keep running. */
import { createVerifier, suggestAcceptedPattern } from '@vectreal/auth-core'
import type { AccessChange, BaseContext } from '../context.js'
import type { ArFiles } from '../domain/ar-files/ar-files.js'
import type { Peers } from '../peers.js'
import { ownOrigins } from '../http/own-origins.js'
import { createHotBlobs } from '../storage/hot-blobs.js'
import { createTokenHash } from '../domain/keys/hash-token.js'
import { createAccessChanges } from './access-change.js'
import { createArRoutes } from './ar/ar-routes.js'
import { createCapabilities } from './ar/capability.js'
import { createAccessStore } from './access-store.js'
import { createDatabaseGuard } from './database-guard.js'
import { createEmbedFiles } from './embed-files.js'
import { createEmbedPool } from './embed-pool.js'
import { createFailureLimiter } from './failure-limiter.js'
import type { Message } from './messages.js'
import { createMetrics, type Metrics } from './metrics.js'
import { createNotifications } from './notifications.js'
import { createPageTokens } from './page-token.js'
import { createPublicScenes } from './public-scenes.js'
import { createReports } from './reports.js'
import { createRoutes, type EmbedRouter, type EmbedRoutes } from './routes.js'
import type { PublishedScene } from './published-scene.js'
import { createUsageRecorder } from './usage-recorder.js'

/** A crash loses at most the counts since the last flush. */
const FLUSH_MS = 2000
/** So many rows cost the database enough that a rest follows, so many times as long: the same rows are then written once. */
const LARGE_FLUSH_ROWS = 2000
const REST_AFTER_FLUSH = 20
const LONGEST_REST_MS = 30_000
const SWEEP_MS = 60_000
/** Other processes of this machine hear of a blocked client well within that. */
const SPREAD_MS = 250
const MAX_CACHED = 20_000

export interface Embed {
  /** Asked before everything else: the path of every visitor. */
  readonly router: EmbedRouter
  requireAccess: EmbedRoutes['requireAccess']
  readonly metrics: Metrics
  /** False while the database is known to be away. */
  isReady(): boolean
  afterAccessChange(change: AccessChange): Promise<void>
  /** Writes the counts buffered so far. */
  flush(): Promise<void>
  /** Flushes what is buffered and closes what is open. */
  close(): Promise<void>
}

export function createEmbed(context: BaseContext, arFiles: ArFiles, peers?: Peers): Embed {
  const { pool: generalPool, clock, logger, storage, settings } = context
  const { publicUrl, trustProxy } = settings
  const pool = createEmbedPool(generalPool, logger, settings.databasePooling)
  const guard = createDatabaseGuard(pool, (isAway, cause) => {
    if (isAway) logger.warn({ reason: (cause as Error).message }, 'database away: embeds get 503')
    else logger.info('database back')
  })
  const store = createAccessStore(pool, guard, { publicUrl, onLookup: () => metrics.countLookup() })

  const limiter = createFailureLimiter({
    pool,
    redisUrl: settings.redisUrl,
    limit: settings.authFailureLimit,
    windowSeconds: settings.authFailureWindowSeconds,
    async announce(client, milliseconds) {
      const message: Message = { type: 'blocked', client, milliseconds }
      await Promise.all([notifications.send(message), peers?.ask({ kind: 'take', message }, SPREAD_MS)])
    },
    onError: (error) =>
      logger.warn({ reason: (error as Error).message }, 'failures are counted by this node alone'),
  })
  const verifier = createVerifier<PublishedScene>({
    store,
    limiter,
    clock,
    hash: createTokenHash(settings),
    ttlMs: settings.keyCacheTtlMs,
    maxEntries: MAX_CACHED,
    suggestPattern: suggestAcceptedPattern,
  })
  const notifications = createNotifications({
    pool: generalPool,
    url: settings.notifyUrl,
    pooling: settings.databasePooling,
    logger,
    onMessage: takeMessage,
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
    peers,
  })
  function takeMessage(message: Message): void {
    if (message.type === 'access') changes.forget(message.change)
    else limiter.block(message.client, message.milliseconds)
  }

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
  peers?.onQuestion(async (question) => {
    if (question.kind === 'measure') return metrics.registry.getMetricsAsJSON()
    takeMessage(question.message as Message)
    return null
  })

  let restsUntil = 0
  async function flush(): Promise<void> {
    const startedAt = performance.now()
    const isLarge = usage.pendingRows >= LARGE_FLUSH_ROWS
    const results = await Promise.allSettled([usage.flush(), reports.flush()])
    const failed = results.find((result) => result.status === 'rejected')
    if (isLarge && !failed) {
      const endedAt = performance.now()
      restsUntil = endedAt + Math.min((endedAt - startedAt) * REST_AFTER_FLUSH, LONGEST_REST_MS)
    }
    metrics.countFlush(failed ? 'failed' : 'ok')
    if (failed)
      logger.warn({ reason: (failed.reason as Error).message }, 'counts not written; kept for the next time')
  }
  const flushing = setInterval(() => {
    if (performance.now() >= restsUntil) void flush()
  }, FLUSH_MS)
  const sweeping = setInterval(() => limiter.sweep().catch(() => {}), SWEEP_MS)
  flushing.unref()
  sweeping.unref()

  const blobs = {
    storage,
    hot: createHotBlobs(storage, settings.hotBlobBytes),
    accelRedirect: settings.accelRedirect,
  }
  const { router, requireAccess } = createRoutes({
    publicUrl,
    trustProxy,
    blobs,
    logger,
    verifier,
    limiter,
    usage,
    reports,
    metrics,
    scenes: createPublicScenes(pool, guard),
    pageTokens: createPageTokens(settings.authSecret, clock),
    ownOrigins: new Set(ownOrigins(publicUrl)),
    ar: createArRoutes({
      publicUrl,
      capabilities: createCapabilities(settings.authSecret, clock),
      files: arFiles,
      blobs,
      verifier,
      usage,
    }),
    files: settings.embedFiles === undefined ? null : createEmbedFiles(settings.embedFiles, context),
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
