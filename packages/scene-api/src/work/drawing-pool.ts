/** Where models are drawn for their posters: each in a browser of its own, in turns. */
import { fileURLToPath } from 'node:url'
import { createWorkerPool, type WorkerPool } from './worker-pool.js'

/** Without a GPU a heavy model takes about 20 s and 1 GB; the browser's processes have the same limits each. */
const WORKER_LIMITS = { heapMegabytes: 256, memoryMegabytes: 2048, cpuSeconds: 120, wallMs: 180_000 } as const
const QUEUE = {
  atOnce: 1,
  atOncePerOrganization: 1,
  waitingPerOrganization: 1,
  waiting: 1,
  maxWaitMs: 25_000,
} as const

/** A lease on a job has to be longer than the job may take. */
export const DRAWING_WALL_MS = WORKER_LIMITS.wallMs

/** What waits stands in the database; here runs what was taken from there. */
export const createDrawingPool = (): WorkerPool =>
  createWorkerPool({
    // Compiled, also where the sources run as they are.
    script: fileURLToPath(new URL('../../dist/workers/draw-model.js', import.meta.url)),
    queue: QUEUE,
    limits: WORKER_LIMITS,
  })
