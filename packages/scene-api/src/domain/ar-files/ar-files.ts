/** The files that phones' AR apps read: made with a scene's model, or when somebody asks before that. */
import type { BaseContext } from '../../context.js'
import { requireScene } from '../scenes/find-scene.js'
import type { ArFile, ArFileSet, ArFileShelf, ArWish } from '../../work/ar-files.js'
import { arWishOfScene, keyOfWish } from './ar-wish.js'
import { makeArFiles, whyNoArFiles } from './make-ar-files.js'
import { readArFiles } from './stored-ar-files.js'

/** How long a request waits for files that are being made; they go on being made after that. */
const MAX_WAIT_MS = 15_000
const MAX_REMEMBERED = 2000
/** Scenes whose files are still to be made; beyond that they are made when somebody asks. */
const MAX_WAITING = 10_000

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
  const waiting = new Map<string, SceneId>()
  const stopping = new AbortController()
  let lane: Promise<void> | null = null

  async function read(wish: ArWish): Promise<ArFileSet | null> {
    const reason = whyNoArFiles(wish)
    if (reason !== null) return noFiles(reason)
    const key = keyOfWish(wish)
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const stored = await readArFiles(context, wish)
    if (stored !== null) remember(key, stored)
    return stored
  }

  function remember(key: string, set: ArFileSet): void {
    known.set(key, set)
    for (const oldest of known.keys()) {
      if (known.size <= MAX_REMEMBERED) break
      known.delete(oldest)
    }
  }

  /** One of them for each way to show a model, however many ask. */
  function makeOnce(organizationId: string, wish: ArWish): Promise<ArFileSet> {
    const key = keyOfWish(wish)
    let making = running.get(key)
    if (making === undefined) {
      making = makeArFiles(context, organizationId, wish, stopping.signal).finally(() => running.delete(key))
      running.set(key, making)
      making.then(
        (set) => remember(key, set),
        (error: unknown) => {
          if (!stopping.signal.aborted)
            context.logger.warn({ err: error, model: wish.model.sha256 }, 'AR files not made')
        },
      )
    }
    return making
  }

  async function workOff(): Promise<void> {
    for (const [key, { organizationId, sceneId }] of waiting) {
      waiting.delete(key)
      if (stopping.signal.aborted) return
      try {
        // It may have gone, or have changed once more.
        const wish = arWishOfScene(await requireScene(context.db, { organizationId, sceneId }))
        if (wish !== null && (await read(wish)) === null) await makeOnce(organizationId, wish)
      } catch {
        // Whoever asks for them first tries again.
      }
    }
  }

  return {
    read,
    async prepare(organizationId, wish) {
      return (
        (await read(wish)) ??
        (await within(MAX_WAIT_MS, makeOnce(organizationId, wish)).catch(() => noFiles(BUSY)))
      )
    },
    makeSoon(scene) {
      if (waiting.size >= MAX_WAITING || stopping.signal.aborted) return
      waiting.set(scene.sceneId, scene)
      lane ??= workOff().finally(() => {
        lane = null
      })
    },
    async idle() {
      await lane
    },
    async close() {
      stopping.abort()
      await Promise.allSettled([lane, ...running.values()])
    },
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
