/** The routes of embeds. */
import { EMBED_ERROR_CODES } from '@vectreal/scene-format'
import type { ProblemCode } from '../problem-codes.js'
import { arUrlsSchema } from '../schemas/ar-urls.js'
import { embedReportSchema } from '../schemas/embed-report.js'
import { sceneManifestSchema } from '../schemas/scene-manifest.js'
import { MODEL_MEDIA_TYPE } from '../schemas/scenes.js'
import type { EmbedOperation } from './embed-operation.js'

const REFUSALS: readonly ProblemCode[] = [...EMBED_ERROR_CODES, 'internal_error']
const IMAGE_MEDIA_TYPE = 'image/webp'
const ORIGIN =
  'The origin comes from `Origin`, or from `Referer` where that is absent, and must be on the allowlist of the project ' +
  'of the scene. A program can write any `Origin`: the allowlist binds browsers.'

export const SCENE_ID = /^[\w-]{1,64}$/
const sceneId = { pattern: SCENE_ID, description: 'Id of a published scene' }
const KEYED = { params: { sceneId }, isKeyed: true, isCrossOrigin: true } as const

/** By the name that metrics and log give each route. */
export const EMBED_OPERATIONS = {
  manifest: {
    ...KEYED,
    id: 'getManifest',
    method: 'get',
    path: '/api/scenes/{sceneId}',
    summary: 'The manifest of a scene',
    description: ORIGIN,
    success: { status: 200, description: 'The manifest', schema: sceneManifestSchema },
    isConditional: true,
    errors: REFUSALS,
  },
  model: {
    ...KEYED,
    id: 'getModel',
    method: 'get',
    path: '/api/scenes/{sceneId}/model',
    summary: 'The model of a scene; 404 `not_found` where it has none',
    description: ORIGIN,
    success: { status: 200, description: 'The GLB', mediaType: MODEL_MEDIA_TYPE },
    isConditional: true,
    isRanged: true,
    errors: [...REFUSALS, 'not_found'],
  },
  poster: {
    ...KEYED,
    id: 'getPoster',
    method: 'get',
    path: '/api/scenes/{sceneId}/poster',
    summary: 'The poster of a scene; 404 `not_found` where it has none',
    description: ORIGIN,
    success: { status: 200, description: 'The image', mediaType: IMAGE_MEDIA_TYPE },
    isConditional: true,
    isRanged: true,
    errors: [...REFUSALS, 'not_found'],
  },
  ar: {
    ...KEYED,
    id: 'makeArUrls',
    method: 'post',
    path: '/api/scenes/{sceneId}/ar',
    summary: 'URLs that the AR apps of phones can read',
    description:
      'After the same checks as the scene itself. The URLs hold for five minutes, for GET, HEAD and ranges, as often as ' +
      'needed; they end with the key, the allowlist, the scene and its version.',
    success: { status: 201, description: 'The URLs', schema: arUrlsSchema },
    errors: [...REFUSALS, 'not_found'],
  },
  ar_file: {
    id: 'getArFile',
    method: 'get',
    path: '/ar/{capability}/{file}',
    summary: 'A file for an AR app',
    params: {
      capability: { pattern: /^[\w.-]{1,1024}$/, description: 'From `makeArUrls`' },
      file: {
        pattern: /^[\w.-]{1,80}\.(glb|usdz)$/,
        description: 'A name that ends in `.glb` or `.usdz`',
      },
    },
    isKeyed: false,
    isCrossOrigin: false,
    success: { status: 200, description: 'The file', mediaType: MODEL_MEDIA_TYPE },
    isRanged: true,
    errors: [...REFUSALS, 'not_found'],
  },
  report: {
    id: 'reportFailure',
    method: 'post',
    path: '/api/embed/reports',
    summary: 'Report a failure in the browser',
    description: 'Sent by the SDK, without a key; at most 4 KB, rate limited.',
    params: {},
    isKeyed: false,
    isCrossOrigin: true,
    body: embedReportSchema,
    success: { status: 204, description: 'Noted' },
    errors: ['invalid_request', 'payload_too_large', 'rate_limited', 'temporarily_unavailable'],
  },
  public_poster: {
    id: 'getPublicPoster',
    method: 'get',
    path: '/posters/{sha256}',
    summary: 'A public poster, or its picture for link previews',
    description:
      'Of a published scene whose `publicPoster` is true: no key, cacheable. The picture for link previews is a JPEG of 1200 × 630 pixels.',
    params: {
      sha256: {
        pattern: /^[0-9a-f]{64}$/,
        description: 'As in `poster.url` or `poster.link.url` of the manifest',
      },
    },
    isKeyed: false,
    isCrossOrigin: false,
    success: { status: 200, description: 'The image', mediaType: 'image/*' },
    isConditional: true,
    isRanged: true,
    errors: ['not_found', 'temporarily_unavailable'],
  },
  scene_picture: {
    id: 'getScenePicture',
    method: 'get',
    path: '/posters/{sceneId}/{picture}',
    summary: 'The public poster that a scene has now, or its picture for link previews',
    description:
      'As `getPublicPoster`, at an address that stays: for pages that are written once. Programs that read the manifest take the addresses in it, which change with the picture.',
    params: {
      sceneId,
      picture: { pattern: /^(?:poster\.webp|link\.jpg)$/, description: '`poster.webp` or `link.jpg`' },
    },
    isKeyed: false,
    isCrossOrigin: false,
    success: { status: 200, description: 'The image', mediaType: 'image/*' },
    isConditional: true,
    isRanged: true,
    errors: ['not_found', 'temporarily_unavailable'],
  },
  frame: {
    id: 'getFramePage',
    method: 'get',
    path: '/embed/{sceneId}',
    summary: 'The iframe page',
    description:
      'The key rides in the URL fragment. `frame-ancestors` carries the entry of the allowlist that lets the embedding site ' +
      '(`Referer`) in; without a Referer, the allowlist.',
    params: { sceneId },
    isKeyed: false,
    isCrossOrigin: false,
    success: { status: 200, description: 'The page', mediaType: 'text/html' },
    notices: {
      403: 'A page that explains: it was not opened in a frame, or the embedding site is not allowed',
      404: 'A page that explains: no such published scene',
      429: 'A page that explains: too many refusals of this client',
      503: 'A page that explains: the server cannot look the scene up now',
    },
  },
} as const satisfies Record<string, EmbedOperation>

/** The routes of embeds with a path of their own. */
export type EmbedRouteName = keyof typeof EMBED_OPERATIONS
