/** Runs expensive jobs in turns, so that an organization with many of them delays another by one job at most. */

export interface FairQueueOptions {
  /** Jobs that run at once, of all organizations together. */
  readonly atOnce: number
  /** Jobs of one organization that run at once. Below `atOnce`, the last place is always for somebody else. */
  readonly atOncePerOrganization: number
  /** Jobs of one organization that may wait; the next one is refused. */
  readonly waitingPerOrganization: number
  /** Jobs that may wait in all. Beyond it, the newest job of whoever has the most waiting is refused. */
  readonly waiting: number
  /** A job that has waited this long is refused: its client would hang up before the response. */
  readonly maxWaitMs: number
  /** Milliseconds that never jump. Default `performance.now`. */
  readonly monotonicNow?: () => number
}

export interface FairQueue {
  /**
   * Runs `job` when it is its organization's turn and settles as the job does. An abort takes a waiting job out;
   * one that runs has to stop by itself, and keeps its place until it has settled.
   *
   * @throws QueueFullError where too many jobs wait, or where this one has waited too long
   * @throws the reason of `signal`, where it was aborted before the job began
   */
  run<Result>(organizationId: string, signal: AbortSignal, job: () => Promise<Result>): Promise<Result>
  readonly running: number
  readonly waiting: number
}

/** The queue is long. HTTP says so with 429 and `Retry-After`. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError'
  readonly code = 'queue_full'
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(`too many jobs are waiting; try again in ${retryAfterSeconds} s`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

interface Waiting {
  start(): void
  refuse(error: unknown): void
}

const MAX_RETRY_AFTER_SECONDS = 60
/** The weight of the latest job in the mean duration that `Retry-After` is computed from. */
const LATEST_WEIGHT = 0.2

/** @throws TypeError where a bound is not a whole number from 1 */
export function createFairQueue(options: FairQueueOptions): FairQueue {
  const { monotonicNow = () => performance.now(), ...bounds } = options
  for (const [name, value] of Object.entries(bounds)) {
    if (!(Number.isInteger(value) && value >= 1))
      throw new TypeError(`${name} is ${value}: give a whole number from 1`)
  }
  const { atOnce, atOncePerOrganization, waitingPerOrganization, maxWaitMs } = bounds
  /** In the order of their turns; an organization that was served goes to the end. */
  const lanes = new Map<string, readonly Waiting[]>()
  const runningOf = new Map<string, number>()
  let running = 0
  let waiting = 0
  let meanMs = 1000

  function run<Result>(
    organizationId: string,
    signal: AbortSignal,
    job: () => Promise<Result>,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      signal.throwIfAborted()
      const lane = lanes.get(organizationId) ?? []
      if (lane.length >= waitingPerOrganization) throw tooLong(organizationId)
      if (waiting >= bounds.waiting) makeRoomFor(organizationId)

      const leave = (error: unknown) => {
        settle()
        remove(organizationId, entry)
        reject(error)
      }
      const onAbort = () => leave(signal.reason)
      const timer = setTimeout(() => leave(tooLong(organizationId)), maxWaitMs)
      const settle = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      const entry: Waiting = {
        start() {
          settle()
          resolve(occupy(organizationId, job))
        },
        refuse: leave,
      }
      signal.addEventListener('abort', onAbort, { once: true })
      lanes.set(organizationId, [...lane, entry])
      waiting += 1
      startNext()
    })
  }

  function startNext(): void {
    for (let next = takeNext(); next !== null; next = takeNext()) next.start()
  }

  function takeNext(): Waiting | null {
    if (running >= atOnce) return null
    for (const [organizationId, [first]] of lanes) {
      if (first === undefined || (runningOf.get(organizationId) ?? 0) >= atOncePerOrganization) continue
      const rest = remove(organizationId, first)
      if (rest.length > 0) {
        lanes.delete(organizationId)
        lanes.set(organizationId, rest)
      }
      return first
    }
    return null
  }

  async function occupy<Result>(organizationId: string, job: () => Promise<Result>): Promise<Result> {
    const startedAt = monotonicNow()
    running += 1
    runningOf.set(organizationId, (runningOf.get(organizationId) ?? 0) + 1)
    try {
      return await job()
    } finally {
      running -= 1
      const left = (runningOf.get(organizationId) ?? 1) - 1
      if (left === 0) runningOf.delete(organizationId)
      else runningOf.set(organizationId, left)
      meanMs += LATEST_WEIGHT * (monotonicNow() - startedAt - meanMs)
      startNext()
    }
  }

  /** Takes a place from whoever has the most waiting, unless that is the newcomer itself. */
  function makeRoomFor(newcomer: string): void {
    let longest = newcomer
    const lengthOf = (organizationId: string) => lanes.get(organizationId)?.length ?? 0
    for (const [organizationId, { length }] of lanes) if (length > lengthOf(longest)) longest = organizationId
    // Otherwise two organizations of the same length would push each other out in turns.
    if (lengthOf(longest) <= lengthOf(newcomer) + 1) throw tooLong(newcomer)
    lanes.get(longest)?.at(-1)?.refuse(tooLong(longest))
  }

  /** Returns what is left of the lane. */
  function remove(organizationId: string, entry: Waiting): readonly Waiting[] {
    const lane = lanes.get(organizationId) ?? []
    const rest = lane.filter((other) => other !== entry)
    waiting -= lane.length - rest.length
    if (rest.length === 0) lanes.delete(organizationId)
    else lanes.set(organizationId, rest)
    return rest
  }

  function tooLong(organizationId: string): QueueFullError {
    const ahead = (lanes.get(organizationId)?.length ?? 0) + 1
    const seconds = Math.ceil((ahead * meanMs) / atOncePerOrganization / 1000)
    return new QueueFullError(Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, seconds)))
  }

  return {
    run,
    get running() {
      return running
    },
    get waiting() {
      return waiting
    },
  }
}
