/** Where files for AR are made: in processes of their own, in turns. */
import { fileURLToPath } from 'node:url'
import { createWorkerPool, type WorkerPool } from './worker-pool.js'

/** A model of 60 MiB with four textures of 4096 takes about 20 s and 1 GB. */
const WORKER_LIMITS = { heapMegabytes: 768, memoryMegabytes: 2048, cpuSeconds: 60, wallMs: 90_000 } as const
const QUEUE = {
  atOnce: 1,
  atOncePerOrganization: 1,
  waitingPerOrganization: 8,
  waiting: 64,
  maxWaitMs: 120_000,
} as const

export const createArPool = (): WorkerPool =>
  createWorkerPool({
    // Compiled, also where the sources run as they are.
    script: fileURLToPath(new URL('../../dist/workers/make-ar-files.js', import.meta.url)),
    queue: QUEUE,
    limits: WORKER_LIMITS,
  })
