/** Where models are validated: in processes of their own, in turns. */
import { fileURLToPath } from 'node:url'
import { createWorkerPool, type WorkerPool } from './worker-pool.js'

/** A file of 64 MiB takes about 5 s and 500 MB. All together a job stays below the idle limit of a connection. */
const WORKER_LIMITS = { heapMegabytes: 512, memoryMegabytes: 1024, cpuSeconds: 20, wallMs: 30_000 } as const
const QUEUE = {
  atOnce: 2,
  atOncePerOrganization: 1,
  // Ten customers who sign up at once are ten uploads of one organization.
  waitingPerOrganization: 32,
  waiting: 128,
  maxWaitMs: 25_000,
} as const

export const createModelPool = (): WorkerPool =>
  createWorkerPool({
    // Compiled, also where the sources run as they are.
    script: fileURLToPath(new URL('../../dist/workers/validate-model.js', import.meta.url)),
    queue: QUEUE,
    limits: WORKER_LIMITS,
  })
