/** `GET /api/scenes/:sceneId/model` and `/poster`: the bytes, under the checks of the manifest. */
import type { Admission } from '../admit-request.js'
import { KEYED_CACHE } from '../keyed-cache.js'
import { labelOrigin } from '../origin-label.js'
import { sendProblem } from '../problem-response.js'
import { type BlobSource, sendBlob } from '../send-blob.js'
import type { UsageRecorder } from '../usage-recorder.js'
import type { HandleRoute } from './handle-route.js'

export function handleBlob(
  part: 'model' | 'poster',
  { admit }: Admission,
  { usage, blobs }: { usage: UsageRecorder; blobs: BlobSource },
): HandleRoute {
  return (exchange, sceneId) =>
    admit(exchange, sceneId, async ({ origin }, { scene, keyId }) => {
      const blob = scene.payload[part]
      if (blob === null) {
        sendProblem(exchange, 'not_found', null, { detail: `This scene has no ${part}.` })
        return 'not_found'
      }
      await sendBlob(exchange, blob, { ...blobs, cacheControl: KEYED_CACHE })
      usage.recordUse(keyId, labelOrigin(origin))
      return exchange.res.statusCode === 304 ? 'not_modified' : 'ok'
    })
}
