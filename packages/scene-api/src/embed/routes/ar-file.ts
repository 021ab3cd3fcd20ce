/** `GET /ar/:capability/:name`: a file for the AR app of a phone, after the checks of the scene once more. */
import { clientOf } from '../../http/client-address.js'
import type { Admission } from '../admit-request.js'
import { type ArRoutes, parseArTarget } from '../ar/ar-routes.js'
import type { EmbedExchange } from '../exchange.js'
import type { SharedFailureLimiter } from '../failure-limiter.js'
import { sendProblem, sendRefusal } from '../problem-response.js'
import type { HandleRoute } from './handle-route.js'

export interface ArFileOptions {
  readonly trustProxy: number
  readonly limiter: SharedFailureLimiter
  readonly ar: ArRoutes
}

export function handleArFile({ refuse }: Admission, options: ArFileOptions): HandleRoute {
  const { trustProxy, limiter, ar } = options

  return async (exchange, path) => {
    const client = clientOf(exchange.req, trustProxy)
    const target = parseArTarget(path)
    const capability = target && (await ar.read(target))
    if (!capability) return refuseUrl(exchange, client)
    const decision = await ar.check(capability, client)
    if (decision.ok) return ar.serve(exchange, target, capability, decision)
    const { sceneId, origin } = capability
    return refuse({ exchange, sceneId, origin, client }, decision, 'ar')
  }

  /** Counted, or capabilities could be tried here. */
  async function refuseUrl(exchange: EmbedExchange, client: string): Promise<string> {
    const rateLimit = (await limiter.check(client)) ?? (await limiter.recordFailure(client))
    if (rateLimit) {
      sendRefusal(exchange, { code: 'rate_limited', layer: null, rateLimit })
      return 'rate_limited'
    }
    sendProblem(exchange, 'not_found', null, { detail: 'This AR URL is not valid, or has expired.' })
    return 'not_found'
  }
}
