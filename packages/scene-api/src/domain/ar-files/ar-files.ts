/** The files that phones' AR apps read: made with a scene's model, or when somebody asks before that. */
import type { BaseContext } from '../../context.js'
import { requireScene } from '../scenes/find-scene.js'
import type { ArFile, ArFileSet, ArFileShelf, ArWish } from '../../work/ar-files.js'
import { arWishOfScene, keyOfWish } from './ar-wish.js'
import { makeArFiles, whyNoArFiles } from './make-ar-files.js'
import { readArFiles } from './stored-ar-files.js'
import { findUnavailableCause } from '../../unavailable.js'
import { createFairQueue, QueueFullError } from '../../work/fair-queue.js'
import { createStopController } from '../../work/stop-controller.js'

/** How long a request waits for files that are being made; they go on being made after that. */
const MAX_WAIT_MS = 15_000
const MAX_REMEMBERED = 2000
/** Scenes whose files are still to be made; beyond that they are made when somebody asks. */
const WAITING = {
  atOnce: 1,
  atOncePerOrganization: 1,
  waitingPerOrganization: 1000,
  waiting: 10_000,
  maxWaitMs: 86_400_000,
} as const

/** A worker that broke over a model would again: whoever asks does not start one each time. */
const REST_MS = 600_000
const BROKEN = 'The AR files of this scene could not be made. The log of the server says why.'
const BUSY = 'The AR files of this scene are still being made. Ask again in a minute.'

export interface ArFiles extends ArFileShelf {
  /** Waits for them where they are still to be made, for a while. */
  prepare(organizationId: string, wish: ArWish): Promise<ArFileSet>
  /** Resolves once nothing waits to be made. */
  idle(): Promise<void>
  /** Ends what is being made. */
  close(): Promise<void>
}

type SceneId = Parameters<ArFileShelf['makeSoon']>[0]

export function createArFiles(context: BaseContext): ArFiles {
  const known = new Map<string, ArFileSet>()
  const running = new Map<string, Promise<ArFileSet>>()
  const restingUntil = new Map<string, number>()
  const queue = createFairQueue(WAITING)
  /** Scenes that are in the queue and have not begun. */
  const waiting = new Set<string>()
  const jobs = new Set<Promise<void>>()
  const stopping = createStopController()

  async function read(wish: ArWish): Promise<ArFileSet | null> {
    const reason = whyNoArFiles(wish)
    if (reason !== null) return noFiles(reason)
    const key = keyOfWish(wish)
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const stored = await readArFiles(context, wish)
    if (stored !== null) remember(known, key, stored)
    return stored ?? (isResting(key) ? noFiles(BROKEN) : null)
  }

  const isResting = (key: string): boolean => context.clock.now().getTime() < (restingUntil.get(key) ?? 0)

  /** One of them for each way to show a model, however many ask. */
  function makeOnce(organizationId: string, wish: ArWish): Promise<ArFileSet> {
    const key = keyOfWish(wish)
    let making = running.get(key)
    if (making === undefined) {
      making = makeArFiles(context, organizationId, wish, stopping.signal).finally(() => running.delete(key))
      running.set(key, making)
      making.then(
        (set) => remember(known, key, set),
        (error: unknown) => {
          if (stopping.signal.aborted) return
          context.logger.warn({ err: error, model: wish.model.sha256 }, 'AR files not made')
          if (!passes(error)) remember(restingUntil, key, context.clock.now().getTime() + REST_MS)
        },
      )
    }
    return making
  }

  async function makeMissing({ organizationId, sceneId }: SceneId): Promise<void> {
    waiting.delete(sceneId)
    // It may have gone, or have changed once more.
    const wish = arWishOfScene(await requireScene(context.db, { organizationId, sceneId }))
    if (wish !== null && (await read(wish)) === null) await makeOnce(organizationId, wish)
  }

  return {
    read,
    async prepare(organizationId, wish) {
      return (
        (await read(wish)) ??
        (await within(MAX_WAIT_MS, makeOnce(organizationId, wish)).catch(() =>
          noFiles(isResting(keyOfWish(wish)) ? BROKEN : BUSY),
        ))
      )
    },
    makeSoon(scene) {
      if (waiting.has(scene.sceneId)) return
      waiting.add(scene.sceneId)
      const done = queue
        .run(scene.organizationId, stopping.signal, () => makeMissing(scene))
        // Whoever asks for them first tries again.
        .catch(() => void waiting.delete(scene.sceneId))
        .finally(() => jobs.delete(done))
      jobs.add(done)
    },
    async idle() {
      while (jobs.size > 0) await Promise.all(jobs)
    },
    async close() {
      stopping.abort()
      await Promise.allSettled([...jobs, ...running.values()])
    },
  }
}

/** Too many wait, or the database or the store is away. */
const passes = (error: unknown): boolean =>
  error instanceof QueueFullError || findUnavailableCause(error) !== null

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.set(key, value)
  for (const oldest of known.keys()) {
    if (known.size <= MAX_REMEMBERED) break
    known.delete(oldest)
  }
}

function noFiles(reason: string): ArFileSet {
  const file: ArFile = { kind: 'none', reason }
  return { glb: file, usdz: file }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('not made in time')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
