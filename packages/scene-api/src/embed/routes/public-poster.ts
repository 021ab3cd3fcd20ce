/**
 * `GET /posters/:sha256` and `GET /posters/:sceneId/:picture`: the poster of a published scene whose owner made it public, and its picture
 * for link previews. No key. The first names what it shows; the second is whatever the scene has now, for pages that are written once.
 */
import { sendProblem } from '../problem-answer.js'
import type { PublicScenes } from '../public-scenes.js'
import { type Blob, type BlobSource, sendBlob } from '../send-blob.js'
import type { AnswerRoute } from './answer-route.js'

const CACHE = 'public, max-age=300, stale-while-revalidate=3600'
const HEADERS = ['Cross-Origin-Resource-Policy', 'cross-origin']

export const answerPublicPoster = (scenes: PublicScenes, blobs: BlobSource): AnswerRoute =>
  answerPicture(blobs, (sha256) => scenes.findPublicPoster(sha256))

export const answerScenePicture = (scenes: PublicScenes, blobs: BlobSource): AnswerRoute =>
  answerPicture(blobs, (value) => {
    const [sceneId = '', name] = value.split('/')
    return scenes.findScenePicture(sceneId, name === 'link.jpg' ? 'link' : 'poster')
  })

function answerPicture(blobs: BlobSource, find: (value: string) => Promise<Blob | null>): AnswerRoute {
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
