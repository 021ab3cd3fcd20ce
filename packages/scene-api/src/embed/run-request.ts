/** Runs the code of every embed route: times it, counts and logs what it came to, and sends the response where it fails. */
import type { Logger } from 'pino'
import { isAwayError } from './database-guard.js'
import type { EmbedExchange } from './exchange.js'
import type { EmbedRoute, Metrics } from './metrics.js'
import type { MaybeOutcome, Outcome } from './outcome.js'
import { OverloadError } from './overload-error.js'
import { sendProblem, sendRefusal } from './problem-response.js'

type SendFailure = (exchange: EmbedExchange, cause: unknown) => void

export type RunRequest = (
  route: EmbedRoute,
  exchange: EmbedExchange,
  handle: () => MaybeOutcome,
  /** Responds where `handle` failed before its first byte. Default: a problem document. */
  sendFailure?: SendFailure,
) => void

export function createRunRequest({ metrics, logger }: { metrics: Metrics; logger: Logger }): RunRequest {
  return (route, exchange, handle, sendFailure = sendProblemOf) => {
    const startedAt = performance.now()
    const settle = (outcome: Outcome) => {
      const seconds = (performance.now() - startedAt) / 1000
      if (typeof outcome === 'string') metrics.observe(route, outcome, '', seconds)
      else metrics.observe(route, outcome.code, outcome.layer ?? '', seconds)
      log(route, exchange, outcome)
    }
    /** The database or the store did not respond, or something is broken: nothing is served on a guess. */
    const fail = (cause: unknown) => {
      if (exchange.res.headersSent) exchange.res.destroy()
      else sendFailure(exchange, cause)
      const isOverload = cause instanceof OverloadError
      if (isOverload) metrics.countOverload()
      settle({ code: isOverload ? 'overloaded' : 'temporarily_unavailable', layer: null, sceneId: '', cause })
    }
    try {
      const outcome = handle()
      if (outcome instanceof Promise) outcome.then(settle, fail)
      else settle(outcome)
    } catch (error) {
      fail(error)
    }
  }

  function log(route: EmbedRoute, { requestId }: EmbedExchange, outcome: Outcome): void {
    if (typeof outcome === 'string') {
      if (logger.isLevelEnabled('debug')) logger.debug({ requestId, route, outcome }, 'embed request')
      return
    }
    const { code, layer, sceneId, cause } = outcome
    const level = code === 'temporarily_unavailable' && isFault(cause) ? 'error' : 'debug'
    logger[level]({ requestId, route, outcome: code, layer, sceneId, err: cause }, 'embed request refused')
  }
}

/** A database or store that is away is told once, when it goes; everything else is a mistake of ours. */
function isFault(cause: unknown): boolean {
  return cause !== undefined && !isAwayError(cause)
}

function sendProblemOf(exchange: EmbedExchange, cause: unknown): void {
  if (cause instanceof OverloadError) {
    // The database is well: there is more to do than this process gets done.
    const detail = 'This server is overloaded: it has more requests waiting than it can look up. Try again.'
    sendProblem(exchange, 'temporarily_unavailable', null, { detail }, ['Retry-After', '2'])
    return
  }
  sendRefusal(exchange, { code: 'temporarily_unavailable', layer: null, retryAfterSeconds: 2 })
}
