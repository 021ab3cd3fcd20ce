/** `GET /embed/:sceneId`: decides who gets the iframe page of a scene, and with which page token. */
import type { FramedOrigin } from '@vectreal/auth-core'
import { clientOf } from '../../http/client-address.js'
import type { SharedFailureLimiter } from '../failure-limiter.js'
import { resolveFrameAncestors } from '../frame-ancestors.js'
import {
  embedderOf,
  isUnframed,
  maxAncestorsLength,
  sendFramePage,
  sendLimitedPage,
  sendMissingScenePage,
  sendRefusedFramePage,
  sendUnframedPage,
} from '../frame-page.js'
import type { PageTokens } from '../page-token.js'
import type { PublicScenes } from '../public-scenes.js'
import type { HandleRoute } from './handle-route.js'

export interface FrameOptions {
  readonly trustProxy: number
  readonly limiter: SharedFailureLimiter
  readonly scenes: PublicScenes
  readonly pageTokens: PageTokens
}

export function handleFrame(options: FrameOptions): HandleRoute {
  const { trustProxy, limiter, scenes, pageTokens } = options

  return async (exchange, sceneId) => {
    if (isUnframed(exchange)) {
      sendUnframedPage(exchange)
      return 'unframed'
    }
    const client = clientOf(exchange.req, trustProxy)
    const limited = await limiter.check(client)
    if (limited !== null) {
      sendLimitedPage(exchange, limited)
      return 'rate_limited'
    }
    /** Counted, or ids and allowlists could be walked here. */
    const refuse = async (outcome: string, sendNotice: () => void) => {
      const exceeded = await limiter.recordFailure(client)
      if (exceeded === null) sendNotice()
      else sendLimitedPage(exchange, exceeded)
      return exceeded === null ? outcome : 'rate_limited'
    }

    const framing = await scenes.findFraming(sceneId)
    if (framing === null) return refuse('scene_not_found', () => sendMissingScenePage(exchange))
    const { allowlist, publicPoster } = framing
    const embedder = embedderOf(exchange)
    const ancestors = resolveFrameAncestors(allowlist, embedder, maxAncestorsLength(exchange))
    if (!ancestors.ok) {
      return refuse('domain_not_allowed', () => sendRefusedFramePage(exchange, ancestors.reason))
    }
    const page: FramedOrigin =
      embedder === null
        ? { kind: 'framed', embedder, allowlistVersion: allowlist.version }
        : { kind: 'framed', embedder }
    const token = await pageTokens.issue(sceneId, page)
    sendFramePage(exchange, { sources: ancestors.sources, token, publicPoster })
    return 'ok'
  }
}
