/** HTTP servers with limits against slow and greedy clients. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { isIPv6, Server as NetServer } from 'node:net'
import { refuse, refuseMalformed } from './refuse-malformed.js'
import { StartupError } from './startup-error.js'

/** A client that takes longer to say what it wants is not a browser. */
const HEADERS_MS = 10_000
/** No byte in either direction for this long ends the connection: a stalled upload, a reader that went away. */
const IDLE_MS = 60_000
/** Longer than the idle time of the usual balancers (60 s), so that they close first. */
const KEEP_ALIVE_MS = 65_000
const CHECK_MS = 2_000
const HEADER_BYTES = 16 * 1024
const SWEEP_MS = 50

interface ListenOptions {
  readonly host: string
  readonly port: number
  /** As messages name it. */
  readonly what: string
  /** Names and values in turn: what refusals carry that no code of `app` has written. */
  readonly headers: readonly string[]
}

export async function listen(
  app: RequestListener,
  { host, port, what, headers }: ListenOptions,
): Promise<Server> {
  const listener: RequestListener = (req, res) => {
    // RFC 9112 §3.2. Node would refuse it by itself, without the headers.
    if (req.headers.host === undefined && req.httpVersion === '1.1') refuse(res, 400, headers)
    else app(req, res)
  }
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      connectionsCheckingInterval: CHECK_MS,
      headersTimeout: HEADERS_MS,
      // Uploads of any size: the idle limit ends the ones that stall.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
      requireHostHeader: false,
    },
    listener,
  )
  refuseMalformed(server, headers)
  server.maxHeadersCount = 100
  server.setTimeout(IDLE_MS)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port, what)))
    server.listen({ host, port, backlog: 1024 }, resolve)
  })
  return server
}

export interface CloseTimes {
  /** How long idle connections stay open for a request that is on its way, unless `graceMs` is shorter. */
  readonly idleMs: number
  /** How long requests in flight may take; what is left is cut. */
  readonly graceMs: number
}

/**
 * Stops accepting at once and lets requests in flight finish. A balancer may be sending on a connection that it keeps
 * open; closed under it, a POST is lost, since it cannot tell whether it was read. So such connections respond once
 * more, with `Connection: close`, and only those that stay idle are closed.
 */
export async function close(server: Server, { idleMs, graceMs }: CloseTimes): Promise<void> {
  server.prependListener('request', (_req, res) => {
    res.shouldKeepAlive = false
  })
  // The close of `net`: the one of `http` closes idle connections first.
  const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()))
  let sweep: NodeJS.Timeout | undefined
  const idle = setTimeout(
    () => {
      // A kept-alive connection becomes idle when its last response is out.
      sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
    },
    Math.min(idleMs, graceMs),
  )
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(idle)
  clearInterval(sweep)
  clearTimeout(cut)
  // What the close of `http` does besides: ends the checks of header and request times.
  server.close()
}

function explain(error: NodeJS.ErrnoException, host: string, port: number, what: string): Error {
  const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(
        `Port ${port} is in use: ${what} cannot listen on ${address}. Stop what listens there, or set PORT to another one.`,
      )
    case 'EACCES':
      return new StartupError(`${what} may not listen on ${address}. Set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupError(`HOST ${host} is no address of this machine; ${what} cannot listen there.`)
    default:
      return error
  }
}
