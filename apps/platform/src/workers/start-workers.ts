/** The first process of a server with several: starts its workers, replaces those that die, and passes on what they ask. */
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { PeerAnswer } from '@vectreal/scene-api'
import type { Logger } from 'pino'
import type { Prepared } from '../serve-api.js'
import { StartupError } from '../startup-error.js'
import { createSwitchboard } from './switchboard.js'
import type { FromWorker, ToWorker } from './messages.js'

/** A worker that dies at once is not replaced at once. */
const REPLACE_MS = { first: 100, most: 10_000 }
/** One that has served for that long was well. */
const WELL_MS = 10_000
/** Beyond the time that its open requests have. */
const KILL_AFTER_MS = 5000

export interface Workers {
  /** Lets each finish its open requests and write its counts. */
  stop(): Promise<void>
}

export interface StartWorkersOptions {
  readonly count: number
  readonly prepared: Prepared
  readonly graceMs: number
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** Resolves once all of them serve; rejects with what kept one of them from it. */
export async function startWorkers(options: StartWorkersOptions): Promise<Workers> {
  const { count, prepared, graceMs, logger, signal } = options
  // Each accepts for itself: connections that were handed to a worker that dies would hang, as would those that come while
  // the last ones stop.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  let isStopping = false
  let waitMs = REPLACE_MS.first
  const switchboard = createSwitchboard<Worker, PeerAnswer>({
    ask: (worker, id, question) => send(worker, { type: 'ask', id, question }),
    respond: (worker, id, responses) => send(worker, { type: 'responses', id, responses }),
  })

  /** Resolves when it serves, and rejects when it ends before that. */
  function start(): Promise<void> {
    const worker = cluster.fork()
    const began = Date.now()
    return new Promise<void>((resolve, reject) => {
      let reason = 'it ended while starting'
      let isServing = false
      worker.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'hello':
            // Known before it serves: nothing that it looks up is overlooked.
            switchboard.add(worker)
            send(worker, { type: 'welcome', prepared })
            return
          case 'serving':
            isServing = true
            resolve()
            return
          case 'failed':
            reason = message.reason
            return
          case 'ask':
            switchboard.ask(worker, message)
            return
          case 'response':
            switchboard.take(worker, message.id, message.response)
        }
      })
      worker.once('exit', (code, how) => {
        switchboard.remove(worker)
        reject(new StartupError(reason))
        if (isStopping || !isServing) return
        logger.error({ pid: worker.process.pid, code, signal: how }, 'a worker died; another one starts')
        replace(Date.now() - began >= WELL_MS)
      })
    })
  }

  function replace(wasWell: boolean): void {
    waitMs = wasWell ? REPLACE_MS.first : Math.min(waitMs * 2, REPLACE_MS.most)
    setTimeout(() => {
      if (isStopping) return
      start().catch((error: Error) => {
        if (isStopping) return
        logger.error({ reason: error.message }, 'a worker could not start; tried again')
        replace(false)
      })
    }, waitMs).unref()
  }

  async function stop(): Promise<void> {
    isStopping = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    await Promise.all(
      workers.map(async (worker) => {
        const gone = worker.isDead() ? Promise.resolve() : once(worker, 'exit')
        send(worker, { type: 'stop' })
        const kill = setTimeout(() => worker.process.kill('SIGKILL'), graceMs + KILL_AFTER_MS)
        await gone
        clearTimeout(kill)
      }),
    )
  }

  try {
    await Promise.all(Array.from({ length: count }, start))
    signal.throwIfAborted()
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

function send(worker: Worker, message: ToWorker): void {
  // To one that is just ending: nobody waits for it any more.
  if (worker.isConnected()) worker.send(message, () => {})
}
