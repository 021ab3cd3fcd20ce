/** Sends requests that carry the key: to the API's own origin only, followed nowhere, tried again where that may help. */
import { errorFromResponse } from './response-error.js'
import { keyedInit } from './scene/early-request.js'
import {
  isOffline,
  pause,
  retryDelayMs,
  throwIfAborted,
  whenOnline,
  type RetryOptions,
  type Wait,
} from './retry.js'
import { asVectrealError, isVectrealError, VectrealError } from './vectreal-error.js'

/**
 * A key, or where to get one: asked before every request, so that a rotated key needs no reload. A visitor token is kept
 * until a minute before its `exp`. After a refusal of the key it is asked once more.
 */
export type ApiKeySource = string | (() => string | Promise<string>)

export interface Transport {
  readonly apiKey: ApiKeySource
  /** The API's address; the key goes to this origin and to no other. */
  readonly base: URL
  readonly fetch: typeof fetch
  readonly retry: Required<RetryOptions>
  /** How long nothing may arrive. */
  readonly stallMs: number
  /** Further headers for the API. */
  readonly headers: Readonly<Record<string, string>>
  /** What `apiKey` gave last, and until when (ms since 1970) it is not asked again. */
  held?: { readonly key: string; readonly untilMs: number }
}

export interface KeyedRequest<T> {
  readonly url: URL
  /** Default GET. */
  readonly method?: 'POST' | undefined
  readonly accept: string
  readonly etag?: string | undefined
  /** Headers that leave out what an earlier try has brought. */
  readonly resume?: (() => Readonly<Record<string, string>>) | undefined
  readonly signal?: AbortSignal | undefined
  readonly onWait?: ((wait: Wait) => void) | undefined
  /** Reads a 200, 206 or 304. `alive` postpones the stall timeout. */
  read(response: Response, alive: () => void): Promise<T>
}

export async function sendKeyed<T>(transport: Transport, request: KeyedRequest<T>): Promise<T> {
  const { signal, onWait } = request
  let refusedKey: string | undefined
  let freshKey: string | undefined
  for (let attempt = 1; ; attempt += 1) {
    throwIfAborted(signal)
    if (isOffline()) {
      onWait?.({ reason: 'offline' })
      await whenOnline(signal)
    }
    const apiKey = freshKey ?? (await orAborted(signal, resolveKey(transport)))
    freshKey = undefined
    try {
      return await sendOnce(transport, request, apiKey)
    } catch (cause) {
      const error = asVectrealError(withoutKey(cause, apiKey))
      throwIfAborted(signal)
      if (isFreshKeyWorthATry(transport, error) && refusedKey === undefined) {
        refusedKey = apiKey
        delete transport.held
        freshKey = await orAborted(signal, resolveKey(transport))
        if (freshKey !== refusedKey) continue
      }
      // Whatever broke while the connection was gone is not counted as a try.
      if (error.code === 'network' && isOffline()) {
        attempt -= 1
        continue
      }
      const delayMs = retryDelayMs(error, attempt, transport.retry)
      if (delayMs === null) throw error
      onWait?.({ reason: 'retry', delayMs })
      await pause(delayMs, signal)
    }
  }
}

async function sendOnce<T>(transport: Transport, request: KeyedRequest<T>, apiKey: string): Promise<T> {
  const isOwn = request.url.origin === transport.base.origin
  const controller = new AbortController()
  let isStalled = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      isStalled = true
      controller.abort()
    }, transport.stallMs)
  }
  const abort = () => controller.abort()
  request.signal?.addEventListener('abort', abort, { once: true })
  alive()
  try {
    const headers = {
      accept: request.accept,
      ...(isOwn ? { ...transport.headers, ...request.resume?.() } : {}),
      ...(request.etag ? { 'if-none-match': request.etag } : {}),
    }
    const init = keyedInit(isOwn ? apiKey : null, headers, controller.signal)
    const response = await transport.fetch(
      request.url.href,
      request.method === undefined ? init : { ...init, method: request.method },
    )
    if (isRedirect(response)) throw redirected(request.url)
    const isUsable = response.ok || (response.status === 304 && request.etag !== undefined)
    if (!isUsable) throw await errorFromResponse(response)
    return await request.read(response, alive)
  } catch (cause) {
    // A body that nobody reads on keeps its connection.
    controller.abort()
    if (isStalled) throw new VectrealError('timeout', { cause })
    throw cause
  } finally {
    clearTimeout(timer)
    request.signal?.removeEventListener('abort', abort)
  }
}

function isRedirect(response: Response): boolean {
  const isPlain = response.status >= 300 && response.status < 400 && response.status !== 304
  return response.type === 'opaqueredirect' || response.redirected || isPlain
}

function redirected(url: URL): VectrealError {
  return new VectrealError('unexpected_response', {
    detail: `${url.origin} redirects, which is not followed: the key must not travel.`,
  })
}

/** A key of another alphabet never reaches `fetch`: runtimes put a bad header's value into their error. */
async function resolveKey(transport: Transport): Promise<string> {
  const { apiKey, held } = transport
  if (held && Date.now() < held.untilMs) return held.key
  let key: unknown = apiKey
  if (typeof apiKey === 'function') {
    try {
      key = await apiKey()
    } catch (cause) {
      throw new VectrealError('missing_token', {
        detail: 'The function that gives the API key failed.',
        hint: 'See `cause` for what it threw.',
        cause,
      })
    }
  }
  const trimmed = typeof key === 'string' ? key.trim() : ''
  if (trimmed === '') throw new VectrealError('missing_token')
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw new VectrealError('malformed_token')
  if (typeof apiKey === 'function') transport.held = { key: trimmed, untilMs: renewalOf(trimmed) }
  return trimmed
}

const RENEWED_BEFORE_MS = 60_000

/** When a visitor token is to be replaced, in ms since 1970; 0 for anything else. */
function renewalOf(key: string): number {
  try {
    const [, claims] = key.split('.') as [string, string]
    return JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/'))).exp * 1000 - RENEWED_BEFORE_MS
  } catch {
    return 0
  }
}

function isFreshKeyWorthATry({ apiKey }: Transport, { layer }: VectrealError): boolean {
  return typeof apiKey === 'function' && layer === 'key'
}

/** The key may be a while in coming. */
function orAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(new VectrealError('aborted', { cause: signal.reason }))
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** What `fetch` or a stream throws may quote the request: it is kept only where the key is not in it. */
function withoutKey(cause: unknown, apiKey: string): unknown {
  const text = `${String(cause)} ${(cause as Error | null)?.stack}`
  return isVectrealError(cause) || !text.includes(apiKey) ? cause : undefined
}
