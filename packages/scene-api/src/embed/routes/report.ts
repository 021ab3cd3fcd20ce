/** `POST /api/embed/reports`: what only the page sees. No key. */
import { resolveRequestOrigin } from '@vectreal/auth-core'
import { clientOf } from '../../http/client-address.js'
import { rateLimitHeaders } from '../../http/rate-limit.js'
import type { EmbedExchange } from '../exchange.js'
import { labelOrigin } from '../origin-label.js'
import { sendProblem } from '../problem-response.js'
import type { ReportOutcome, Reports } from '../reports.js'
import type { HandleRoute } from './handle-route.js'

export function handleReport(reports: Reports, trustProxy: number): HandleRoute {
  return async (exchange) => {
    const { req, res } = exchange
    const { referer, origin } = req.headers
    const label = labelOrigin(resolveRequestOrigin({ origin, referer }))
    try {
      const outcome = await reports.take(req, clientOf(req, trustProxy), label)
      sendOutcome(exchange, outcome)
      return outcome.kind
    } catch (error) {
      // The page went away while it sent.
      if (res.destroyed) return 'aborted'
      throw error
    }
  }
}

function sendOutcome(exchange: EmbedExchange, outcome: ReportOutcome): void {
  switch (outcome.kind) {
    case 'taken':
      exchange.res.writeHead(204, [...exchange.headers(), 'Cache-Control', 'no-store'])
      exchange.res.end()
      return
    case 'limited':
      sendProblem(exchange, 'rate_limited', null, {}, rateLimitHeaders('embed-reports', outcome.rateLimit))
      return
    case 'too_large':
      // What is still on its way is not read.
      sendProblem(exchange, 'payload_too_large', null, {}, ['Connection', 'close'])
      return
    default: {
      const errors = [{ path: '', message: 'the body must be a JSON report with a code' }]
      sendProblem(exchange, 'invalid_request', null, { errors })
    }
  }
}
