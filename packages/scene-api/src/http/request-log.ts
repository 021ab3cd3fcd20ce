/** A request id and one log line for each request, without tokens. */
import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { type Logger, pino } from 'pino'
import { pinoHttp } from 'pino-http'

/** An id from a proxy in front is kept, so that one id runs through all logs. */
const REQUEST_ID = /^[\w-]{8,64}$/
const TOKEN = /vctrl(svc)?_[0-9A-Za-z]+/g
/** better-auth carries one-time tokens in these paths, calendar apps their secret address. */
const SECRET_PATH = /^(\/api\/auth\/(?:reset-password|verify-email|delete-user\/callback)|\/calendar)\/.+/

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
      req: ({ id, method, url, remoteAddress }) => ({ id, method, url: redactUrl(url), remoteAddress }),
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

/** The path alone, tokens blanked: a query string may hold a key that someone put there by mistake. */
function redactUrl(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  return redactTokens(path.replace(SECRET_PATH, '$1/[redacted]'))
}

export const redactTokens = (text: string): string => text.replace(TOKEN, 'vctrl$1_[redacted]')

/** Serialises errors without what a query was given: parameters hold hashes, names, addresses. */
export function createLogger(level = 'info'): Logger {
  return pino({
    level,
    redact: {
      paths: [
        '*.headers.authorization',
        '*.headers.cookie',
        'headers.authorization',
        'headers.cookie',
        'token',
        '*.token',
      ],
      censor: '[redacted]',
    },
    serializers: { err: serializeError },
  })
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redactTokens(String(error))
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: redactTokens(error.message.replace(/\nparams: [\s\S]*$/, '')),
    ...(code !== undefined && { code }),
    stack: redactTokens((error.stack ?? '').replace(/\nparams: .*/g, '')),
    ...(error.cause !== undefined && { cause: serializeError(error.cause) }),
  }
}
