/** Where posters are made: in processes of their own, in turns. */
import { fileURLToPath } from 'node:url'
import { createWorkerPool, type WorkerPool } from './worker-pool.js'

/** A picture of 50 megapixels takes 2 s and 250 MB. All together a job stays well below the idle limit of a connection. */
const WORKER_LIMITS = { heapMegabytes: 128, memoryMegabytes: 768, cpuSeconds: 15, wallMs: 30_000 } as const
const QUEUE = {
  atOnce: 2,
  atOncePerOrganization: 1,
  // Ten customers who sign up at once are ten uploads of one organization.
  waitingPerOrganization: 16,
  waiting: 128,
  maxWaitMs: 25_000,
} as const

export const createPosterPool = (): WorkerPool =>
  createWorkerPool({
    script: fileURLToPath(new URL('../../workers/make-poster.mjs', import.meta.url)),
    queue: QUEUE,
    limits: WORKER_LIMITS,
  })
