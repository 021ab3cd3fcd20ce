/** The request for a manifest: one form, whether the script tag sends it ahead of the SDK or the client in its turn. */

/** What every keyed request asks of a browser. Other runtimes know none of it, and some refuse it. */
const BROWSER_ONLY: RequestInit = {
  // The browser's own cache may be used only after the server has agreed to this very request.
  cache: 'no-cache',
  credentials: 'omit',
  referrerPolicy: 'origin',
}

export function keyedInit(
  apiKey: string | null,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): RequestInit {
  return {
    ...('document' in globalThis || 'importScripts' in globalThis ? BROWSER_ONLY : {}),
    headers: apiKey === null ? headers : { ...headers, authorization: `Bearer ${apiKey}` },
    redirect: 'manual',
    signal,
  }
}

/** Address of a scene's route below `base`, which ends with a slash. */
export function sceneUrl(base: string | URL, sceneId: string, part = ''): URL {
  return new URL(`api/scenes/${encodeURIComponent(sceneId)}${part && `/${part}`}`, base)
}

/** A request for a manifest that is already on its way. */
export interface EarlyRequest {
  readonly url: string
  readonly response: Promise<Response>
  abort(): void
}

/** Asks for a manifest; `null` where that has to wait for the client. */
export function requestEarly(
  baseUrl: string,
  sceneId: string,
  apiKey: unknown,
  headers: Readonly<Record<string, string>>,
): EarlyRequest | null {
  if (typeof apiKey !== 'string' || !/^[\w-]+$/.test(apiKey) || navigator.onLine === false) return null
  try {
    const url = sceneUrl(baseUrl.replace(/\/*$/, '/'), sceneId).href
    const controller = new AbortController()
    const response = fetch(
      url,
      keyedInit(apiKey, { ...headers, accept: 'application/json' }, controller.signal),
    )
    // Whoever takes the response handles its failure.
    response.catch(() => {})
    return { url, response, abort: () => controller.abort() }
  } catch {
    return null
  }
}

/** A `fetch` whose first request for that manifest is the one already sent. */
export function fetchAfter(early: EarlyRequest | null, fetch: typeof globalThis.fetch): typeof fetch {
  let isTaken = early === null
  return (input, init) => {
    if (isTaken || input !== early?.url) return fetch(input, init)
    isTaken = true
    init?.signal?.addEventListener('abort', early.abort, { once: true })
    return early.response
  }
}
