/** One POST to an address that an organization gave us, and to nowhere else. */
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.js'
import { createPublicLookup, PrivateAddressError } from './public-lookup.js'

/** For everything together: name, connection, response. */
const TIMEOUT_MS = 10_000
/** As much of a response is read and kept; the rest is nobody's business. */
const MAX_RESPONSE_BYTES = 1024
const MAX_RETRY_AFTER_SECONDS = 3600

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** A server on a developer's machine may call that machine. */
  readonly allowPrivate: boolean
  readonly lookup?: LookupFunction
  readonly timeoutMs?: number
}

export interface Outcome {
  /** The response was 2xx. */
  readonly ok: boolean
  /** Null: there was no response. */
  readonly status: number | null
  /** The beginning of the response's text. */
  readonly answer: string | null
  readonly error: string | null
  readonly durationMs: number
  /** When the endpoint wants to be asked again. */
  readonly retryAfterSeconds: number | null
}

interface EndpointResponse {
  readonly status: number
  readonly text: string
  readonly retryAfter: string | undefined
}

const lookupPublic = createPublicLookup()

/** Never rejects. Redirects are not followed: they are responses like any other that is not 2xx. */
export async function postEvent(post: Post): Promise<Outcome> {
  const from = performance.now()
  const took = () => Math.round(performance.now() - from)
  try {
    const { status, text, retryAfter } = await send(post)
    const ok = status >= 200 && status < 300
    return {
      ok,
      status,
      answer: text,
      error: ok ? null : `responded ${status}`,
      durationMs: took(),
      retryAfterSeconds: ok ? null : readRetryAfter(retryAfter),
    }
  } catch (error) {
    const failed = { ok: false, status: null, answer: null, retryAfterSeconds: null }
    return { ...failed, error: describe(error), durationMs: took() }
  }
}

function send({
  url,
  headers,
  body,
  allowPrivate,
  lookup,
  timeoutMs = TIMEOUT_MS,
}: Post): Promise<EndpointResponse> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  // A name is looked up and checked by the connection; an address is not looked up at all.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host))
    return Promise.reject(new PrivateAddressError())
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(
      target,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'Vectreal-Webhook',
          ...headers,
        },
        // A connection of its own: nobody else's request waits behind this one.
        agent: false,
        signal,
        ...(!allowPrivate && { lookup: lookup ?? lookupPublic }),
      },
      (response) => {
        resolve(readResponse(response).finally(() => request.destroy()))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

async function readResponse(response: IncomingMessage): Promise<EndpointResponse> {
  const { statusCode: status = 0, headers } = response
  return { status, text: await readStart(response), retryAfter: headers['retry-after'] }
}

/** A response that never ends, or is cut off, is read as far as is kept; its status stands. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= MAX_RESPONSE_BYTES) break
    }
  } catch {
    // What has come is all there is.
  }
  // PostgreSQL text cannot hold a NUL.
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8').replaceAll('\0', '')
}

/** Seconds only: the clock of an endpoint is not ours. */
function readRetryAfter(value: string | undefined): number | null {
  if (value === undefined || !/^\d{1,9}$/.test(value)) return null
  return Math.min(Number(value), MAX_RETRY_AFTER_SECONDS)
}

/** Never the address itself, which may carry credentials. */
function describe(error: unknown): string {
  if (error instanceof PrivateAddressError) return error.message
  const { name, code, message } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError') return 'no response in time'
  return code ?? message.slice(0, 200)
}
