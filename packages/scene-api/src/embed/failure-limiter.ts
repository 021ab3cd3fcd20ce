/** Counts refused requests per client, across all nodes, in fixed windows. */
import type { FailureLimiter, RateLimit } from '@vectreal/auth-core'
import { Redis } from 'ioredis'
import type { Pool } from 'pg'
import {
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterAbstract,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { toRateLimit } from '../http/rate-limit.js'
import { createFailureCounts, type FailureCount } from './count-failures.js'

/** Blocks kept in memory; beyond it the oldest goes, and its client's next failure finds it again. */
const MAX_BLOCKS = 100_000
/** Lets the message about a new block reach the other nodes before its client hears of it. */
const SPREAD_MS = 25
/** After a write, failures of that client are batched for this long: a flood costs the store no more than 200 writes a second. */
const BATCH_MS = 5

export interface SharedFailureLimiter extends FailureLimiter {
  recordFailure(client: string): Promise<RateLimit | null>
  /** What another node has found out. A duration: the clocks of nodes may differ. */
  block(client: string, milliseconds: number): void
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
  announce(client: string, milliseconds: number): Promise<void>
  onError(error: unknown): void
}

interface Batch {
  points: number
  readonly done: Promise<FailureCount>
}

export function createFailureLimiter(options: FailureLimiterOptions): SharedFailureLimiter {
  const { pool, redisUrl, limit, windowSeconds, announce, onError } = options
  /** Until when, by a clock that never jumps. */
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
  const inRedis =
    redis &&
    new RateLimiterRedis({ points: limit, duration: windowSeconds, keyPrefix: 'embed', storeClient: redis })
  const inPostgres = createFailureCounts(pool, windowSeconds)

  function check(client: string): RateLimit | null {
    const until = blocks.get(client)
    if (until === undefined) return null
    const remaining = until - performance.now()
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
    const milliseconds = rateLimit.retryAfterSeconds * 1000
    const isNews = !blocks.has(client)
    block(client, milliseconds)
    if (isNews) {
      const sent = announce(client, milliseconds)
      await Promise.all([sent, new Promise((resolve) => setTimeout(resolve, SPREAD_MS))])
    }
    return rateLimit
  }

  /** `rank`: which failure of the window this one is, the ones counted with it taken in turn. */
  async function consume(client: string): Promise<{ res: FailureCount; rank: number }> {
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

  async function flush(client: string, batch: Batch): Promise<FailureCount> {
    waiting.delete(client)
    const counted = count(client, batch.points)
    running.set(client, counted.then(waitForBatch, waitForBatch))
    void forget(client)
    return counted
  }

  async function forget(client: string): Promise<void> {
    const last = running.get(client)
    await last
    if (running.get(client) === last) running.delete(client)
  }

  async function count(client: string, points: number): Promise<FailureCount> {
    try {
      return await (inRedis ? consumed(inRedis, client, points) : inPostgres.count(client, points))
    } catch (error) {
      onError(error)
      return consumed(insurance, client, points)
    }
  }

  function block(client: string, milliseconds: number): void {
    blocks.delete(client)
    if (blocks.size >= MAX_BLOCKS) {
      const [oldest] = blocks.keys()
      if (oldest !== undefined) blocks.delete(oldest)
    }
    blocks.set(client, performance.now() + milliseconds)
  }

  return {
    check,
    recordFailure,
    block,
    async loadBlocks() {
      if (redis !== null) return
      const found = await inPostgres.listBlocked(limit, MAX_BLOCKS)
      for (const { client, remainingMs } of found) block(client, remainingMs)
    },
    async sweep() {
      const now = performance.now()
      for (const [client, until] of blocks) if (until <= now) blocks.delete(client)
      if (redis === null) await inPostgres.sweep()
    },
    get blockedClients() {
      return blocks.size
    },
    async close() {
      await redis?.quit().catch(() => {})
    },
  }
}

function waitForBatch(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, BATCH_MS))
}

/** The library rejects with the count when it is over the limit; here that is a response like any other. */
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
