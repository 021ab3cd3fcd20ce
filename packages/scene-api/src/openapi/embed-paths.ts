/** Routes that are not management operations: embeds, health, this document. */
import type { ProblemCode } from '../problem-codes.js'
import { problemResponses } from './problem-response.js'

type Json = Record<string, unknown>

const REFUSALS: readonly ProblemCode[] = [
  'missing_token',
  'malformed_token',
  'unknown_key',
  'key_revoked',
  'key_expired',
  'organization_suspended',
  'scene_not_found',
  'domain_not_allowed',
  'project_out_of_scope',
  'visitor_token_required',
  'token_out_of_scope',
  'rate_limited',
  'internal_error',
  'temporarily_unavailable',
]

const parameter = (name: string, description: string, pattern: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', pattern },
})
const sceneId = parameter('sceneId', 'Id of a published scene', '^[\\w-]{1,128}$')
const file = (mediaType: string): Json => ({
  content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
})
const text = (mediaType: string): Json => ({ content: { [mediaType]: { schema: { type: 'string' } } } })
const STATUS: Json = {
  content: {
    'application/json': {
      schema: { type: 'object', required: ['status'], properties: { status: { type: 'string' } } },
    },
  },
}
const notModified = {
  304: { description: 'Unchanged since the ETag in If-None-Match; the same checks were passed' },
}

const embedRoute = (operationId: string, summary: string, ok: Json): Json => ({
  get: {
    operationId,
    tags: ['Embed'],
    summary,
    description:
      'The origin comes from `Origin`, or from `Referer` where that is absent, and must be on the allowlist of the project ' +
      'of the scene. A program can write any `Origin`: the allowlist binds browsers.',
    security: [{ apiKey: [] }],
    parameters: [sceneId],
    responses: { ...ok, ...notModified, ...problemResponses(REFUSALS) },
  },
})

export const EMBED_PATHS: Json = {
  '/api/scenes/{sceneId}': embedRoute('getManifest', 'The manifest of a scene', {
    200: {
      description: 'The manifest',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SceneManifest' } } },
    },
  }),
  '/api/scenes/{sceneId}/model': embedRoute('getModel', 'The model of a scene', {
    200: { description: 'The GLB', ...file('model/gltf-binary') },
    206: { description: 'The part that Range asked for', ...file('model/gltf-binary') },
    416: { description: 'No such range' },
  }),
  '/api/scenes/{sceneId}/poster': embedRoute('getPoster', 'The poster of a scene', {
    200: { description: 'The image', ...file('image/webp') },
  }),
  '/api/embed/reports': {
    post: {
      operationId: 'reportFailure',
      tags: ['Embed'],
      summary: 'Report a failure in the browser',
      description: 'Sent by the SDK, without a key; at most 4 KB, rate limited.',
      security: [],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        204: { description: 'Noted' },
        ...problemResponses([
          'invalid_request',
          'payload_too_large',
          'rate_limited',
          'temporarily_unavailable',
        ]),
      },
    },
  },
  '/posters/{sha256}': {
    get: {
      operationId: 'getPublicPoster',
      tags: ['Embed'],
      summary: 'A public poster',
      description: 'The poster of a published scene whose `publicPoster` is true: no key, cacheable.',
      security: [],
      parameters: [parameter('sha256', 'As in `poster.url` of the manifest', '^[0-9a-f]{64}$')],
      responses: {
        200: { description: 'The image', ...file('image/webp') },
        ...notModified,
        ...problemResponses(['not_found', 'temporarily_unavailable']),
      },
    },
  },
  '/embed/{sceneId}': {
    get: {
      operationId: 'getFramePage',
      tags: ['Embed'],
      summary: 'The iframe page',
      description:
        'The key rides in the URL fragment. `frame-ancestors` carries the entry of the allowlist that lets the embedding site ' +
        '(`Referer`) in; without a Referer, the allowlist.',
      security: [],
      parameters: [sceneId],
      responses: {
        200: { description: 'The page', ...text('text/html') },
        403: {
          description:
            'A page that explains: it was not opened in a frame, or the embedding site is not allowed',
          ...text('text/html'),
        },
        404: { description: 'A page that explains: no such published scene', ...text('text/html') },
      },
    },
  },
  '/api/openapi.json': {
    get: {
      operationId: 'getOpenApi',
      tags: ['Server'],
      summary: 'This document',
      security: [],
      responses: {
        200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
  '/healthz': {
    get: {
      operationId: 'isAlive',
      tags: ['Server'],
      summary: 'Whether the process is alive',
      security: [],
      responses: { 200: { description: 'It is', ...STATUS } },
    },
  },
  '/api/platform': {
    get: {
      operationId: 'getPlatform',
      tags: ['Server'],
      summary: 'Who may sign up here, and where to ask',
      security: [],
      responses: {
        200: {
          description: 'What holds for everybody',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Platform' } } },
        },
      },
    },
  },
  '/readyz': {
    get: {
      operationId: 'isReady',
      tags: ['Server'],
      summary: 'Whether the server can answer requests',
      security: [],
      responses: {
        200: { description: 'It can', ...STATUS },
        503: { description: 'It cannot: the database or the store is away', ...STATUS },
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      tags: ['Server'],
      summary: 'Prometheus metrics',
      description: 'From loopback, or with the operator token.',
      security: [{}, { operator: [] }],
      responses: {
        200: { description: 'Metrics', ...text('text/plain') },
        ...problemResponses(['not_found']),
      },
    },
  },
}

export const EMBED_SCHEMAS: Json = {
  Platform: {
    type: 'object',
    required: ['signUp', 'signUpDomains', 'contactUrl', 'communityUrl'],
    properties: {
      signUp: {
        enum: ['open', 'invited', 'closed'],
        description: 'Who may make an account: everybody, whoever has a pending invitation, nobody',
      },
      signUpDomains: {
        type: 'array',
        items: { type: 'string' },
        description: 'Mail domains that may sign up; empty: any',
      },
      contactUrl: { type: ['string', 'null'] },
      communityUrl: { type: ['string', 'null'] },
    },
  },
  SceneManifest: {
    type: 'object',
    required: ['id', 'projectId', 'name', 'version', 'updatedAt', 'model', 'poster', 'settings'],
    properties: {
      id: { type: 'string' },
      projectId: { type: 'string' },
      name: { type: 'string' },
      version: { type: 'integer' },
      updatedAt: { type: 'string', format: 'date-time' },
      model: {
        type: 'object',
        required: ['url', 'mediaType', 'bytes', 'sha256'],
        properties: {
          url: { type: 'string', format: 'uri' },
          mediaType: { type: 'string' },
          bytes: { type: 'integer' },
          sha256: { type: 'string' },
        },
      },
      poster: {
        type: ['object', 'null'],
        required: ['url', 'mediaType', 'width', 'height', 'placeholder'],
        properties: {
          url: { type: 'string', format: 'uri' },
          mediaType: { type: 'string' },
          width: { type: 'integer' },
          height: { type: 'integer' },
          placeholder: { type: 'string' },
        },
      },
      settings: { $ref: '#/components/schemas/SceneSettings' },
    },
  },
}
