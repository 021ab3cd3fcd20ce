/**
 * `GET /posters/:sha256` and `GET /posters/:sceneId/:picture`: the poster of a published scene whose owner made it public, and its picture
 * for link previews. No key. The first names what it shows; the second is whatever the scene has now, for pages that are written once.
 */
import { sendProblem } from '../problem-response.js'
import type { PublicScenes } from '../public-scenes.js'
import { type Blob, type BlobSource, sendBlob } from '../send-blob.js'
import type { HandleRoute } from './handle-route.js'

const CACHE = 'public, max-age=300, stale-while-revalidate=3600'
const HEADERS = ['Cross-Origin-Resource-Policy', 'cross-origin']

export const handlePublicPoster = (scenes: PublicScenes, blobs: BlobSource): HandleRoute =>
  handlePicture(blobs, (sha256) => scenes.findPublicPoster(sha256))

export const handleScenePicture = (scenes: PublicScenes, blobs: BlobSource): HandleRoute =>
  handlePicture(blobs, (value) => {
    const [sceneId = '', name] = value.split('/')
    return scenes.findScenePicture(sceneId, name === 'link.jpg' ? 'link' : 'poster')
  })

function handlePicture(blobs: BlobSource, find: (value: string) => Promise<Blob | null>): HandleRoute {
  return async (exchange, value) => {
    const picture = await find(value)
    if (picture === null) {
      sendProblem(exchange, 'not_found', null)
      return 'not_found'
    }
    await sendBlob(exchange, picture, { ...blobs, cacheControl: CACHE, headers: HEADERS })
    return 'ok'
  }
}
