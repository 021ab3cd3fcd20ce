/** The expensive work of this process, each kind in a queue of its own. */
import { createFairQueue, type FairQueue } from './fair-queue.js'
import { createModelPool } from './model-pool.js'
import { createPosterPool } from './poster-pool.js'
import type { WorkerPool } from './worker-pool.js'

export interface Work {
  readonly models: WorkerPool
  readonly posters: WorkerPool
  /** Runs on the threads that files and hashes need: one of them at a time. */
  readonly compression: FairQueue
}

const COMPRESSION = {
  atOnce: 1,
  atOncePerOrganization: 1,
  waitingPerOrganization: 8,
  waiting: 64,
  maxWaitMs: 20_000,
} as const

export const createWork = (): Work => ({
  models: createModelPool(),
  posters: createPosterPool(),
  compression: createFairQueue(COMPRESSION),
})
