/** One request of an embed and what its response needs, whatever that is. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from '../http/security-headers.js'

/** An id from a proxy in front is kept, so that one id runs through all logs. */
const REQUEST_ID = /^[\w-]{8,64}$/

/** What scripts may read of a response besides the safelisted headers. */
const EXPOSED =
  'ETag, Content-Length, Content-Range, Accept-Ranges, Content-Encoding, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate, X-Request-Id'

export interface ExchangeOptions {
  readonly publicUrl: string
  readonly trustProxy: number
}

/**
 * Who may read the response: the page that asks; everybody, so that it can lie in a cache that knows no `Vary`; or programs,
 * and no page.
 */
export type Audience = 'page' | 'everybody' | 'program'

export class EmbedExchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly publicUrl: string
  readonly requestId: string
  readonly isHead: boolean
  /** The `Origin` header, as it came. */
  readonly origin: string | undefined

  readonly #audience: Audience

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    options: ExchangeOptions,
    audience: Audience = 'page',
  ) {
    this.req = req
    this.res = res
    this.publicUrl = options.publicUrl
    this.isHead = req.method === 'HEAD'
    this.#audience = audience
    this.origin = req.headers['origin']
    const given = options.trustProxy > 0 ? req.headers['x-request-id'] : undefined
    this.requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
  }

  /**
   * In every response. Any page may read it, since the key and not the browser's cookies opened it. `vary`: what else of the request
   * it depends on.
   */
  headers(vary?: string): string[] {
    const headers = ['X-Request-Id', this.requestId, ...securityHeaders(this.publicUrl)]
    if (this.#audience === 'program') return headers
    const isForPage = this.#audience === 'page'
    headers.push('Access-Control-Allow-Origin', (isForPage && this.origin) || '*')
    headers.push('Access-Control-Expose-Headers', EXPOSED)
    const depends = isForPage ? join('Origin', vary) : vary
    if (depends !== undefined) headers.push('Vary', depends)
    return headers
  }
}

const join = (first: string, second: string | undefined): string =>
  second === undefined ? first : `${first}, ${second}`

/**
 * Every `Authorization` header that came: Node keeps the first of several in `headers`, and `headersDistinct`
 * sorts all of them for the sake of one.
 */
export function authorizationOf({ rawHeaders }: IncomingMessage): string | string[] | undefined {
  let found: string | string[] | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if (name.length !== 13 || name.toLowerCase() !== 'authorization') continue
    const value = rawHeaders[index + 1] as string
    if (found === undefined) found = value
    else found = [...(typeof found === 'string' ? [found] : found), value]
  }
  return found
}
