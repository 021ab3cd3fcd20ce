/** When to ask again: full jitter, the server's `Retry-After` where it states one, and never while offline. */
import { VectrealError } from './vectreal-error.js'

/** When a request that may succeed later is sent again. */
export interface RetryOptions {
  /** How often a request is sent at most. */
  readonly tries?: number
  /** Upper bound of the first pause; it doubles with each further one. */
  readonly baseDelayMs?: number
  /** Upper bound of every pause that the server does not state. */
  readonly maxDelayMs?: number
  /** A longer `Retry-After` is left to the caller, who finds it in the error. */
  readonly maxRetryAfterMs?: number
}

const DEFAULTS: Required<RetryOptions> = {
  tries: 3,
  baseDelayMs: 500,
  maxDelayMs: 8_000,
  maxRetryAfterMs: 15_000,
}

/** What is left out, or no number, has its default. */
export function fillRetry(options: RetryOptions = {}): Required<RetryOptions> {
  const given = Object.entries(options).filter(([, value]) => typeof value === 'number' && value >= 0)
  return { ...DEFAULTS, ...Object.fromEntries(given) }
}

/** Why the client pauses. */
export type Wait = { readonly reason: 'offline' } | { readonly reason: 'retry'; readonly delayMs: number }

/** The pause before the next try, `null` where there is none. `attempt` counts from 1. */
export function retryDelayMs(
  error: VectrealError,
  attempt: number,
  { tries, baseDelayMs, maxDelayMs, maxRetryAfterMs }: Required<RetryOptions>,
  random: () => number = Math.random,
): number | null {
  if (!error.retryable || attempt >= tries) return null
  if (error.retryAfterSeconds !== null) {
    const delayMs = error.retryAfterSeconds * 1000
    return delayMs <= maxRetryAfterMs ? delayMs : null
  }
  return Math.round(random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1)))
}

/** Reads `Retry-After` (RFC 9110 §10.2.3): seconds or a date. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000))
}

/** Resolves after `ms`, or rejects with `aborted` and leaves no timer. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return untilAborted(signal, (resolve) => {
    const timer = setTimeout(resolve, ms)
    return () => clearTimeout(timer)
  })
}

export function isOffline(): boolean {
  return globalThis.navigator?.onLine === false
}

/** Resolves when the browser says that it is online. */
export function whenOnline(signal: AbortSignal | undefined): Promise<void> {
  return untilAborted(signal, (resolve) => {
    globalThis.addEventListener('online', resolve)
    return () => globalThis.removeEventListener('online', resolve)
  })
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new VectrealError('aborted', { cause: signal.reason })
}

function untilAborted(
  signal: AbortSignal | undefined,
  start: (resolve: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop()
      reject(new VectrealError('aborted', { cause: signal?.reason }))
    }
    const stop = start(() => {
      signal?.removeEventListener('abort', abort)
      stop()
      resolve()
    })
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
}
