/** One way to talk to the platform: same origin, session cookie, JSON, typed refusals. */
import { isConfirmedNow } from './confirmation'
import { networkError, readProblem } from './problem'
import { reportSignedOut } from './signed-out'

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Sent with a creating POST, so that a repeated click or a lost answer never makes two. */
  readonly idempotencyKey?: string | undefined
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body, signal, idempotencyKey } = options
  const headers = new Headers({ accept: 'application/json' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      // A token or a member's address must not stay behind in the browser's cache.
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw networkError(error)
  }
  if (!response.ok) {
    const problem = await readProblem(response)
    if (await isConfirmedNow(problem)) return request<T>(path, options)
    if (problem.status === 401 && !path.startsWith('/api/auth/')) reportSignedOut()
    throw problem
  }
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>(path, { signal })
export const post = <T>(path: string, body: unknown = {}, idempotencyKey?: string) =>
  request<T>(path, { method: 'POST', body, idempotencyKey })
export const patch = <T>(path: string, body: unknown) => request<T>(path, { method: 'PATCH', body })
export const remove = <T>(path: string) => request<T>(path, { method: 'DELETE' })

/** Appends the parameters that have a value. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}
