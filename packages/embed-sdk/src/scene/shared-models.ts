/**
 * Decoded models that the scenes of a page share. One is shared only after the API has agreed to the very same request,
 * and lives a little longer than the last scene that shows it.
 */
import type { LoadedModel } from '@vectreal/viewer-core'
import type { SceneManifest } from '@vectreal/scene-format'

/** How long a model outlives its last scene: long enough for a route change and back. */
const GRACE_MS = 5000

/** A model with the manifest of its version. */
export interface DecodedScene {
  readonly manifest: SceneManifest
  readonly model: LoadedModel
}

/** What is heard of a model on its way. */
export type ModelNews =
  | {
      readonly phase: 'downloading'
      readonly manifest: SceneManifest
      readonly loadedBytes: number
      readonly ratio: number
    }
  | { readonly phase: 'decoding'; readonly manifest: SceneManifest }
  | { readonly phase: 'offline' }

type Decode = (signal: AbortSignal, tell: (news: ModelNews) => void) => Promise<DecodedScene>

interface Job {
  readonly decoded: Promise<DecodedScene>
  readonly controller: AbortController
  readonly listeners: Set<(news: ModelNews) => void>
  last: ModelNews | null
  model: LoadedModel | null
  holders: number
  timer: ReturnType<typeof setTimeout> | undefined
}

export interface HeldModel {
  readonly decoded: Promise<DecodedScene>
  /** The last one stops what is still on its way. */
  release(): void
}

const shared = new Map<string, Job>()
let alive = 0

/**
 * Joins the job of that key, or starts it. `null` as key: a job of its own. `onUnused` is called when no model is
 * left on the page.
 */
export function holdModel(
  key: string | null,
  decode: Decode,
  listen: (news: ModelNews) => void,
  onUnused: () => void,
): HeldModel {
  const job = (key === null ? undefined : shared.get(key)) ?? start(key, decode)
  clearTimeout(job.timer)
  job.holders += 1
  job.listeners.add(listen)
  if (job.last !== null && job.model === null) listen(job.last)
  let isHeld = true
  return {
    decoded: job.decoded,
    release() {
      if (!isHeld) return
      isHeld = false
      job.listeners.delete(listen)
      job.holders -= 1
      if (job.holders === 0) leave(key, job, onUnused)
    },
  }
}

/** The key of a model: who asked, for what, of which version. `null`: it is not shared. */
export async function modelKey(
  baseUrl: string,
  { id, version, model }: SceneManifest,
  apiKey: string,
): Promise<string | null> {
  // Without SubtleCrypto (a page over plain http) nothing is shared: an API key must not become a map key.
  if (globalThis.crypto?.subtle === undefined) return null
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(apiKey))
  return [baseUrl, id, version, model.sha256, ...new Uint8Array(digest)].join(' ')
}

function start(key: string | null, decode: Decode): Job {
  const controller = new AbortController()
  const listeners: Job['listeners'] = new Set()
  const tell = (news: ModelNews): void => {
    job.last = news
    for (const listener of Array.from(listeners)) listener(news)
  }
  const job: Job = {
    decoded: decode(controller.signal, tell).then((decoded) => {
      if (controller.signal.aborted) decoded.model.dispose()
      else job.model = decoded.model
      return decoded
    }),
    controller,
    listeners,
    last: null,
    model: null,
    holders: 0,
    timer: undefined,
  }
  alive += 1
  if (key !== null) shared.set(key, job)
  // The next one who asks tries anew.
  job.decoded.catch(() => forget(key, job))
  return job
}

function leave(key: string | null, job: Job, onUnused: () => void): void {
  const end = (): void => {
    forget(key, job)
    job.controller.abort()
    job.model?.dispose()
    alive -= 1
    if (alive === 0) onUnused()
  }
  if (key === null || job.model === null) end()
  else job.timer = setTimeout(end, GRACE_MS)
}

function forget(key: string | null, job: Job): void {
  if (key !== null && shared.get(key) === job) shared.delete(key)
}
