/** The expensive work of this process, each kind in a queue of its own. */
import { createArPool } from './ar-pool.js'
import { createDrawingPool } from './drawing-pool.js'
import { createFairQueue, type FairQueue } from './fair-queue.js'
import { createModelPool } from './model-pool.js'
import { createPosterPool } from './poster-pool.js'
import { createOptimizerPool } from './optimizer-pool.js'
import type { WorkerPool } from './worker-pool.js'

export interface Work {
  readonly models: WorkerPool
  /** Re-encodes pictures. */
  readonly posters: WorkerPool
  /** Draws models, where there is a browser. */
  readonly drawings: WorkerPool
  /** Files for the AR apps of phones. */
  readonly ar: WorkerPool
  readonly optimizers: WorkerPool
  /** Runs on the threads that files and hashes need: one of them at a time. */
  readonly compression: FairQueue
}

const COMPRESSION = {
  atOnce: 1,
  atOncePerOrganization: 1,
  // Nobody waits for them.
  waitingPerOrganization: 1000,
  waiting: 10_000,
  maxWaitMs: 3_600_000,
} as const

/** @param optimizers how many models are optimised at once */
export const createWork = (optimizers: number): Work => ({
  models: createModelPool(),
  posters: createPosterPool(),
  drawings: createDrawingPool(),
  ar: createArPool(),
  // A queue has a place at least; where there is to be none, nobody asks for it.
  optimizers: createOptimizerPool(Math.max(1, optimizers)),
  compression: createFairQueue(COMPRESSION),
})
