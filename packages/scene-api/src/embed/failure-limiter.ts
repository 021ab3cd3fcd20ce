/** Counts refused requests per client, across all nodes, in fixed windows. */
import type { FailureLimiter, RateLimit } from '@vectreal/auth-core'
import { Redis } from 'ioredis'
import type { Pool } from 'pg'
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  type RateLimiterAbstract,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { toRateLimit } from './rate-limit.js'

/** Blocks kept in memory; beyond it the oldest goes, and its client's next failure finds it again. */
const MAX_BLOCKS = 100_000
/** Lets the message about a new block reach the other nodes before its client hears of it. */
const SPREAD_MS = 25
/** After a write, failures of that client gather for this long: a flood costs the store no more than 200 writes a second. */
const GATHER_MS = 5

const FAILURE_TABLE = 'embed_failures'

export interface SharedFailureLimiter extends FailureLimiter {
  recordFailure(client: string): Promise<RateLimit | null>
  /** What another node has found out. */
  block(client: string, until: number): void
  /** Reads the blocks that began while nobody told us. */
  loadBlocks(): Promise<void>
  /** Drops windows that are over. */
  sweep(): Promise<void>
  readonly blockedClients: number
  close(): Promise<void>
}

export interface FailureLimiterOptions {
  readonly pool: Pool
  readonly redisUrl?: string | undefined
  readonly limit: number
  readonly windowSeconds: number
  /** Tells the other nodes. */
  announce(client: string, until: number): Promise<void>
  onError(error: unknown): void
}

interface Batch {
  points: number
  readonly done: Promise<RateLimiterRes>
}

export function createFailureLimiter(options: FailureLimiterOptions): SharedFailureLimiter {
  const { pool, redisUrl, limit, windowSeconds, announce, onError } = options
  const blocks = new Map<string, number>()
  const waiting = new Map<string, Batch>()
  const running = new Map<string, Promise<unknown>>()

  // Where the store cannot count, this process counts alone.
  const insurance = new RateLimiterMemory({ points: limit, duration: windowSeconds, keyPrefix: '' })
  const redis =
    redisUrl === undefined
      ? null
      : new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: false })
  redis?.on('error', onError)
  const common = { points: limit, duration: windowSeconds, keyPrefix: 'embed' }
  const limiter: RateLimiterAbstract =
    redis === null
      ? new RateLimiterPostgres({
          ...common,
          storeClient: pool,
          storeType: 'pool',
          tableName: FAILURE_TABLE,
          tableCreated: true,
          clearExpiredByTimeout: false,
        })
      : new RateLimiterRedis({ ...common, storeClient: redis })

  function check(client: string): RateLimit | null {
    const until = blocks.get(client)
    if (until === undefined) return null
    const remaining = until - Date.now()
    if (remaining > 0) return toRateLimit(options, remaining)
    blocks.delete(client)
    return null
  }

  /** Failures that come while the store is asked are counted with the next question, all at once. */
  async function recordFailure(client: string): Promise<RateLimit | null> {
    const { res, rank } = await consume(client)
    if (rank <= limit) return null
    const rateLimit = toRateLimit(options, res.msBeforeNext)
    // To the second that Retry-After names: what fails before it must not begin the next window.
    const until = Date.now() + rateLimit.retryAfterSeconds * 1000
    const isNews = !blocks.has(client)
    block(client, until)
    if (isNews) {
      const sent = announce(client, until)
      await Promise.all([sent, new Promise((resolve) => setTimeout(resolve, SPREAD_MS))])
    }
    return rateLimit
  }

  /** `rank`: which failure of the window this one is, the ones counted with it taken in turn. */
  async function consume(client: string): Promise<{ res: RateLimiterRes; rank: number }> {
    let batch = waiting.get(client)
    if (batch === undefined) {
      const previous = running.get(client)
      const created: Batch = { points: 0, done: Promise.resolve(previous).then(() => flush(client, created)) }
      batch = created
      waiting.set(client, batch)
    }
    batch.points += 1
    const position = batch.points
    const res = await batch.done
    return { res, rank: res.consumedPoints - batch.points + position }
  }

  async function flush(client: string, batch: Batch): Promise<RateLimiterRes> {
    waiting.delete(client)
    const counted = count(client, batch.points)
    running.set(client, counted.then(gather, gather))
    void forget(client)
    return counted
  }

  async function forget(client: string): Promise<void> {
    const last = running.get(client)
    await last
    if (running.get(client) === last) running.delete(client)
  }

  async function count(client: string, points: number): Promise<RateLimiterRes> {
    try {
      return await consumed(limiter, client, points)
    } catch (error) {
      onError(error)
      return consumed(insurance, client, points)
    }
  }

  function block(client: string, until: number): void {
    blocks.delete(client)
    if (blocks.size >= MAX_BLOCKS) {
      const [oldest] = blocks.keys()
      if (oldest !== undefined) blocks.delete(oldest)
    }
    blocks.set(client, until)
  }

  return {
    check,
    recordFailure,
    block,
    async loadBlocks() {
      if (redis !== null) return
      const { rows } = await pool.query<{ key: string; expire: string }>(
        `select key, expire from ${FAILURE_TABLE} where points > $1 and expire > $2 limit $3`,
        [limit, Date.now(), MAX_BLOCKS],
      )
      for (const { key, expire } of rows) block(key.slice(key.indexOf(':') + 1), Number(expire))
    },
    async sweep() {
      const now = Date.now()
      for (const [client, until] of blocks) if (until <= now) blocks.delete(client)
      if (redis === null) await pool.query(`delete from ${FAILURE_TABLE} where expire < $1`, [now - 60_000])
    },
    get blockedClients() {
      return blocks.size
    },
    async close() {
      await redis?.quit().catch(() => {})
    },
  }
}

function gather(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, GATHER_MS))
}

/** The library rejects with the count when it is over the limit; here that is an answer like any other. */
async function consumed(
  limiter: RateLimiterAbstract,
  client: string,
  points: number,
): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(client, points)
  } catch (error) {
    if (error instanceof RateLimiterRes) return error
    throw error
  }
}
