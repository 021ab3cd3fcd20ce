/** Where models are optimised: in processes of their own, in turns. */
import { fileURLToPath } from 'node:url'
import { createWorkerPool, type WorkerPool } from './worker-pool.js'

/** A file of 10 MB with pictures of 2048 pixels takes about 6 s and 380 MB. */
const WORKER_LIMITS = {
  heapMegabytes: 1024,
  memoryMegabytes: 2048,
  cpuSeconds: 120,
  wallMs: 240_000,
} as const

/** A lease on a job has to be longer than the job may take. */
export const OPTIMIZER_WALL_MS = WORKER_LIMITS.wallMs

/** What waits stands in the database; here runs what was taken from there. */
export const createOptimizerPool = (atOnce: number): WorkerPool =>
  createWorkerPool({
    // Compiled, also where the sources run as they are.
    script: fileURLToPath(new URL('../../dist/workers/optimize-model.js', import.meta.url)),
    queue: {
      atOnce,
      atOncePerOrganization: atOnce,
      waitingPerOrganization: atOnce,
      waiting: atOnce,
      maxWaitMs: 25_000,
    },
    limits: WORKER_LIMITS,
  })
