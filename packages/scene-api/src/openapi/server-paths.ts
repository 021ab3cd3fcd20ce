/** Routes about the server itself: health, what holds for everybody, this document. */
import { problemResponses } from './problem-response.js'

type Json = Record<string, unknown>

const text = (mediaType: string): Json => ({ content: { [mediaType]: { schema: { type: 'string' } } } })
const STATUS: Json = {
  content: {
    'application/json': {
      schema: { type: 'object', required: ['status'], properties: { status: { type: 'string' } } },
    },
  },
}

export const SERVER_PATHS: Json = {
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
  '/api/invitations/{invitation}': {
    get: {
      operationId: 'getInvitation',
      tags: ['Server'],
      summary: 'Who invites whom, and to what',
      description: 'For whoever has the link. One that has ended has its `status` alone.',
      security: [],
      parameters: [{ name: 'invitation', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        200: {
          description: 'The invitation',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Invitation' } } },
        },
        ...problemResponses(['not_found']),
      },
    },
  },
  '/readyz': {
    get: {
      operationId: 'isReady',
      tags: ['Server'],
      summary: 'Whether the server can handle requests',
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

export const SERVER_SCHEMAS: Json = {
  Invitation: {
    type: 'object',
    required: ['status'],
    properties: {
      status: { enum: ['pending', 'accepted', 'rejected', 'canceled', 'expired'] },
      email: { type: 'string', description: 'Whom it is for' },
      role: { $ref: '#/components/schemas/Role' },
      expiresAt: { type: 'string', format: 'date-time' },
      organization: {
        type: 'object',
        required: ['id', 'name'],
        properties: { id: { type: 'string' }, name: { type: 'string' } },
      },
      inviter: {
        type: 'object',
        required: ['name', 'email'],
        properties: { name: { type: 'string' }, email: { type: 'string' } },
      },
    },
  },
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
}
