/** Calls the management API with the types of its contract, from browsers and programs. It holds no list of operations itself. */
import { readManagementError } from './management-error.js'
import type { CallOf, ItemOf, ListRoute, ManagementRoute, ResultOf } from './routes.js'

/** Keeps a broken cursor from being followed for ever; a list is never cut off in silence. */
const MAX_PAGES = 1000
const PAGE_SIZE = 200

export interface ManagementClientOptions {
  /** Origin of the server, e.g. `https://scenes.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string
  /** Sent with every request, such as `authorization: Bearer vctrlsvc_…`. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Sends one request and resolves to its response where that is a success; it rejects with what callers are to catch. Default:
   * `fetch`, and a `ManagementError` for whatever is no success.
   */
  readonly send?: (url: string, init: RequestInit) => Promise<Response>
}

export interface ManagementClient {
  /**
   * Calls one operation, named by method and path.
   *
   * @example `await client.call('POST /api/organizations/{org}/projects', { params: { org }, body: { name: 'Shop' } })`
   */
  call<Route extends ManagementRoute>(route: Route, ...call: CallArguments<Route>): Promise<ResultOf<Route>>
  /** Follows a list to its end. */
  listAll<Route extends ListRoute>(route: Route, ...call: CallArguments<Route>): Promise<ItemOf<Route>[]>
}

/** May be left out where an operation takes nothing. */
type CallArguments<Route extends ManagementRoute> =
  Record<never, never> extends CallOf<Route> ? [call?: CallOf<Route>] : [call: CallOf<Route>]

/** What every call may have, whichever operation it is of. */
interface AnyCall {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly upload?: unknown
  readonly mediaType?: string
  readonly idempotencyKey?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export function createManagementClient({
  baseUrl,
  headers = {},
  send = sendOrThrow,
}: ManagementClientOptions): ManagementClient {
  const request = async (route: string, call: AnyCall): Promise<unknown> => {
    const { method, path } = addressOf(route, call)
    const response = await send(baseUrl + path, {
      method,
      ...bodyOf(method, call, headers),
      ...(call.signal && { signal: call.signal }),
    })
    if (response.status === 204) return undefined
    return response.headers.get('content-type')?.startsWith('application/json') ? response.json() : response
  }
  const listAll = async (route: string, call: AnyCall): Promise<unknown[]> => {
    const items: unknown[] = []
    let cursor: string | null = null
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = { limit: PAGE_SIZE, ...call.query, cursor }
      const list = (await request(route, { ...call, query })) as {
        items: unknown[]
        nextCursor: string | null
      }
      items.push(...list.items)
      cursor = list.nextCursor
      if (cursor === null) return items
    }
    throw new RangeError(`The list has more than ${MAX_PAGES} pages.`)
  }
  return {
    call: (route, ...[call = {}]) => request(route, call as AnyCall) as Promise<ResultOf<typeof route>>,
    listAll: (route, ...[call = {}]) => listAll(route, call as AnyCall) as Promise<ItemOf<typeof route>[]>,
  }
}

/** The address of an operation on the server, for links and for requests that are sent in another way. */
export function managementPath<Route extends ManagementRoute>(
  route: Route,
  call: Pick<CallOf<Route>, 'params' | 'query'>,
): string {
  return addressOf(route, call as AnyCall).path
}

function addressOf(
  route: string,
  { params = {}, query = {} }: AnyCall,
): { readonly method: string; readonly path: string } {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === '')
      throw new TypeError(`params.${name} is missing: ${route} needs it.`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  return { method, path: search.size === 0 ? path : `${path}?${search}` }
}

function bodyOf(
  method: string,
  { body, upload, mediaType, idempotencyKey }: AnyCall,
  given: Readonly<Record<string, string>>,
): RequestInit {
  const headers = {
    accept: 'application/json',
    ...given,
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
  if (upload !== undefined && mediaType !== undefined) {
    return {
      headers: { ...headers, 'content-type': mediaType },
      body: upload as NonNullable<RequestInit['body']>,
      ...(upload instanceof ReadableStream && { duplex: 'half' }),
    }
  }
  if (method === 'GET' || body === undefined) return { headers }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function sendOrThrow(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  if (!response.ok) throw await readManagementError(response)
  return response
}
