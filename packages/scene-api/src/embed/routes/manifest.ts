/** `GET /api/scenes/:sceneId`: what the scene is, and where its model and poster are. A load counts here. */
import { isUnchanged } from '../../http/conditional.js'
import { type Admission, kindOf } from '../admit-request.js'
import { endTogether } from '../end-together.js'
import type { EmbedExchange } from '../exchange.js'
import { KEYED_CACHE } from '../keyed-cache.js'
import { labelOrigin } from '../origin-label.js'
import type { PublishedScene } from '../published-scene.js'
import type { UsageRecorder } from '../usage-recorder.js'
import type { HandleRoute } from './handle-route.js'

export function handleManifest({ admit }: Admission, usage: UsageRecorder): HandleRoute {
  return (exchange, sceneId) =>
    admit(exchange, sceneId, ({ origin: seen }, { scene, keyId, organizationId, projectId, visitor }) => {
      const outcome = sendManifest(exchange, scene.payload)
      const origin = labelOrigin(seen)
      if (exchange.isHead) usage.recordUse(keyId, origin)
      else {
        const client = kindOf(exchange.req)
        usage.recordLoad({ keyId, organizationId, projectId, sceneId: scene.id, origin, client }, visitor)
      }
      return outcome
    })
}

function sendManifest(exchange: EmbedExchange, { manifest, manifestBytes, etag }: PublishedScene): string {
  const { req, res } = exchange
  const common = [...exchange.headers(), 'Cache-Control', KEYED_CACHE, 'ETag', etag]
  if (isUnchanged(req.headers['if-none-match'], etag)) {
    res.writeHead(304, common)
    endTogether(res, undefined)
    return 'not_modified'
  }
  common.push('Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(manifestBytes))
  res.writeHead(200, common)
  endTogether(res, exchange.isHead ? undefined : manifest)
  return 'ok'
}
