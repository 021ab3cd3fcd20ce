/** Errors as RFC 9457 problem details. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { BaseContext } from '../context.js'
import { invalidRequest, Problem } from '../problem.js'
import { PROBLEM_CODES } from '../problem-codes.js'
import { findUnavailableCause } from '../unavailable.js'
import { QueueFullError } from '../work/fair-queue.js'

/** How long a client waits before it tries an unreachable database again. */
const RETRY_AFTER_SECONDS = 2

/** Writes a problem; also for code that refuses without throwing. */
export function sendProblem(
  res: Response,
  publicUrl: string,
  { code, detail, members, headers }: Problem,
): void {
  const { status, title, meaning } = PROBLEM_CODES[code]
  res.status(status)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.setHeader('Content-Type', 'application/problem+json')
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'no-store')
  res.end(
    JSON.stringify({
      type: `${publicUrl}/docs/errors/${code}`,
      title,
      status,
      detail: detail ?? meaning,
      code,
      requestId: res.locals.requestId,
      ...members,
    }),
  )
}

export const notFoundHandler: RequestHandler = () => {
  throw new Problem('not_found', { detail: 'There is no such route.' })
}

/** The last middleware. What is not a `Problem` is logged, and tells a stranger nothing. */
export function createErrorHandler({ logger, settings }: BaseContext): ErrorRequestHandler {
  return (error: unknown, req: Request, res: Response, _next) => {
    if (req.socket.destroyed) {
      // The client has gone: nobody is left to tell.
      logger.debug({ requestId: res.locals.requestId }, 'request aborted')
      return
    }
    const problem = toProblem(error)
    if (problem.code === 'internal_error' || problem.code === 'temporarily_unavailable') {
      const log = problem.code === 'internal_error' ? 'error' : 'warn'
      logger[log]({ err: problem.cause ?? problem, requestId: res.locals.requestId }, problem.code)
    }
    if (res.headersSent) {
      res.destroy()
      return
    }
    // The rest of a body nobody wants is read and dropped: the response then arrives, whoever is still sending.
    if (!req.complete) req.resume()
    sendProblem(res, settings.publicUrl, problem)
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof QueueFullError) {
    return new Problem('rate_limited', {
      detail: 'Your organization already has as many files waiting to be processed as it may.',
      headers: { 'Retry-After': String(error.retryAfterSeconds) },
      retryAfter: error.retryAfterSeconds,
    })
  }
  const unavailable = findUnavailableCause(error)
  if (unavailable !== null) {
    return new Problem('temporarily_unavailable', {
      headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      cause: unavailable,
    })
  }
  return bodyProblem(error) ?? new Problem('internal_error', { cause: error })
}

/** Errors of Express and its body parser carry a status and a type. */
function bodyProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  const { status, type } = error as { status?: unknown; type?: unknown }
  if (status === 413) return new Problem('payload_too_large')
  if (status === 415)
    return new Problem('unsupported_media_type', { detail: 'Send UTF-8 JSON, uncompressed or gzip.' })
  if (type === 'entity.parse.failed')
    return invalidRequest([{ path: '', message: 'the body is not valid JSON' }])
  if (error instanceof URIError) return new Problem('not_found')
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return invalidRequest([{ path: '', message: 'the request cannot be read' }])
  }
  return null
}
