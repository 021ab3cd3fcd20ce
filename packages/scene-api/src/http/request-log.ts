/** A request id and one log line for each request, without tokens. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { redactTokens } from '@vectreal/scene-format'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { clientAddress } from './client-address.js'
import { parseTarget } from './request-target.js'

/** An id from a proxy in front is kept, so that one id runs through all logs. */
const REQUEST_ID = /^[\w-]{8,64}$/
/**
 * What follows these is a secret: a one-time token, a calendar's address, an invitation, a capability. In any case of
 * letters, and of those that apps and proxies handle below any folder: a path that no route takes may still carry one.
 */
const SECRET_PATH =
  /^(\/api\/auth\/(?:reset-password|verify-email|delete-user)|\/calendar|\/(?:dashboard|api)\/invitations|(?:\/.*?)?\/ar)\/.+/i

export function createRequestLog({
  logger,
  trustProxy,
}: {
  logger: Logger
  trustProxy: number
}): RequestHandler {
  const log = pinoHttp({
    logger,
    genReqId: (_req, res) => (res as unknown as { locals: { requestId: string } }).locals.requestId,
    autoLogging: {
      ignore: (req) => req.url === '/healthz' || req.url === '/readyz' || req.url === '/metrics',
    },
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'warn' : 'debug'),
    serializers: {
      req: ({ id, method, url, raw }: LoggedRequest) => ({
        id,
        method,
        url: redactUrl(url),
        client: clientAddress(raw, trustProxy),
      }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  })
  return (req, res, next) => {
    const given = trustProxy > 0 ? req.headers['x-request-id'] : undefined
    res.locals.requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    res.setHeader('X-Request-Id', res.locals.requestId)
    log(req, res)
    next()
  }
}

/** As pino-http hands it to a serializer. */
interface LoggedRequest {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly raw: IncomingMessage
}

/**
 * The path alone, tokens blanked: a query string may hold a key that someone put there by mistake. A path with a second
 * spelling names no route of ours, and could spell a secret in a way that no rule finds.
 */
function redactUrl(url: string): string {
  const target = parseTarget(url)
  return target === null
    ? '[not a plain path]'
    : redactTokens(target.path.replace(SECRET_PATH, '$1/[redacted]'))
}
