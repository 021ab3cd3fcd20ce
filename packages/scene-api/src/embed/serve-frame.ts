/** Decides who gets the iframe page of a scene, and with which page token. */
import type { FramedOrigin } from '@vectreal/auth-core'
import { clientOf } from '../http/client-address.js'
import type { EmbedExchange } from './exchange.js'
import type { SharedFailureLimiter } from './failure-limiter.js'
import { resolveFrameAncestors } from './frame-ancestors.js'
import {
  embedderOf,
  isUnframed,
  maxAncestorsLength,
  sendFramePage,
  sendLimitedPage,
  sendMissingScenePage,
  sendRefusedFramePage,
  sendUnframedPage,
} from './frame-page.js'
import type { PageTokens } from './page-token.js'
import type { PublicScenes } from './public-scenes.js'

export interface FrameServerOptions {
  readonly trustProxy: number
  readonly limiter: SharedFailureLimiter
  readonly scenes: PublicScenes
  readonly pageTokens: PageTokens
}

/** Sends the page or a notice, and returns the outcome for the metrics. */
export type ServeFrame = (exchange: EmbedExchange, sceneId: string) => Promise<string>

export function createFrameServer(options: FrameServerOptions): ServeFrame {
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

    const allowlist = await scenes.findFraming(sceneId)
    if (allowlist === null) return refuse('scene_not_found', () => sendMissingScenePage(exchange))
    const embedder = embedderOf(exchange)
    const ancestors = resolveFrameAncestors(allowlist, embedder, maxAncestorsLength(exchange))
    if (!ancestors.ok) {
      return refuse('domain_not_allowed', () => sendRefusedFramePage(exchange, ancestors.reason))
    }
    const page: FramedOrigin =
      embedder === null
        ? { kind: 'framed', embedder, allowlistVersion: allowlist.version }
        : { kind: 'framed', embedder }
    sendFramePage(exchange, { sources: ancestors.sources, token: pageTokens.issue(sceneId, page) })
    return 'ok'
  }
}
