/** One way to talk to the platform: same origin, session cookie, typed by the contract, typed refusals. */
import { createManagementClient } from '@vectreal/scene-api/client'
import { isConfirmedNow } from './confirmation'
import { ApiError, networkError, readProblem } from './problem'
import { reportSignedOut } from './signed-out'

/** The management API. A refusal is an `ApiError`; one that asks for a proof is sent again once the person has given it. */
export const api = createManagementClient({ baseUrl: '', send })

/** What is no operation of the management API: sign-in, factors, facts of the platform. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) })
  return (await response.json()) as T
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  const response = await send(path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await sendOnce(path, { ...init, credentials: 'same-origin' })
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem
    if (await isConfirmedNow(problem)) return send(path, init)
    if (problem.status === 401 && !path.startsWith('/api/auth/')) reportSignedOut()
    throw problem
  }
}

/** Rejects with an `ApiError` for whatever is no success. */
export async function sendOnce(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    // A token or a member's address must not stay behind in the browser's cache.
    response = await fetch(path, { ...init, cache: 'no-store' })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw networkError(error)
  }
  if (response.ok) return response
  throw await readProblem(response)
}
