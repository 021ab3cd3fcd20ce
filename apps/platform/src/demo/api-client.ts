/** Talks to our own HTTP API as the demo's owner: the demo is made of nothing that a customer could not do. */

export interface ApiClient {
  get<T>(path: string): Promise<T>
  send<T>(method: string, path: string, body?: unknown): Promise<T>
  upload(path: string, bytes: Uint8Array, mediaType: string): Promise<void>
}

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>

  constructor(method: string, path: string, status: number, body: Readonly<Record<string, unknown>>) {
    super(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

export function createApiClient(baseUrl: string, headers: Readonly<Record<string, string>> = {}): ApiClient {
  async function request<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
    const response = await fetch(baseUrl + path, {
      ...init,
      method,
      headers: { ...headers, ...init.headers },
    })
    const text = await response.text()
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    if (!response.ok) throw new ApiError(method, path, response.status, body)
    return body as T
  }
  return {
    get: (path) => request('GET', path),
    send: (method, path, body) =>
      request(
        method,
        path,
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      ),
    async upload(path, bytes, mediaType) {
      await request('PUT', path, {
        body: bytes as Uint8Array<ArrayBuffer>,
        headers: { 'content-type': mediaType },
      })
    },
  }
}

/** Signs in, or up where the account does not exist yet; resolves to the cookie of the session. */
export async function openSession(
  baseUrl: string,
  account: { readonly name: string; readonly email: string; readonly password: string },
): Promise<string> {
  const post = (path: string) =>
    fetch(baseUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(account),
    })
  let response = await post('/api/auth/sign-in/email')
  if (!response.ok) response = await post('/api/auth/sign-up/email')
  if (!response.ok) {
    throw new Error(
      `The demo account ${account.email} cannot be used (${response.status}). Its password was changed?`,
    )
  }
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}
