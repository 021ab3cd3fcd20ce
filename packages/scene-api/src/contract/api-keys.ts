/** Embed keys: make, rotate, revoke. */
import {
  apiKeyAnswerSchema,
  apiKeySchema,
  changeOverlapSchema,
  createApiKeySchema,
  createdApiKeySchema,
  keyListQuerySchema,
  rotateApiKeySchema,
  rotatedApiKeySchema,
  updateApiKeySchema,
} from '../schemas/api-keys.js'
import { listOf } from '../schemas/list.js'
import { operation } from './operation.js'

export const changeOverlap = operation({
  id: 'changeOverlap',
  method: 'post',
  path: '/api/organizations/{org}/api-keys/{key}/overlap',
  tag: 'API keys',
  summary: 'Move the end of an overlap',
  description:
    'For a key that was rotated and still works. Now or earlier revokes it at once; later than its own expiry is refused. ' +
    '409 `conflict`: the key is live but no rotation of it is under way.',
  permission: 'apiKey:write',
  confirm: true,
  body: changeOverlapSchema,
  success: { status: 200, description: 'The key', schema: apiKeyAnswerSchema },
  errors: ['key_not_active', 'conflict'],
})

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'post',
  path: '/api/organizations/{org}/api-keys',
  tag: 'API keys',
  summary: 'Create an API key',
  description:
    'The key reads the published scenes of its projects, nothing else. Organization, projects and expiry never change. ' +
    '409 with `apiKey`: a live key holds that `externalId`.',
  permission: 'apiKey:write',
  confirm: true,
  body: createApiKeySchema,
  success: { status: 201, description: 'The key and its token', schema: createdApiKeySchema },
  errors: ['key_limit_reached', 'conflict'],
  idempotent: true,
})

export const listApiKeys = operation({
  id: 'listApiKeys',
  method: 'get',
  path: '/api/organizations/{org}/api-keys',
  tag: 'API keys',
  summary: 'List API keys',
  description: 'Newest first; revoked and expired keys too. Tokens are never among it.',
  permission: 'apiKey:read',
  query: keyListQuerySchema,
  success: { status: 200, description: 'A page of keys', schema: listOf(apiKeySchema) },
})

export const readApiKey = operation({
  id: 'readApiKey',
  method: 'get',
  path: '/api/organizations/{org}/api-keys/{key}',
  tag: 'API keys',
  summary: 'Read an API key',
  permission: 'apiKey:read',
  success: { status: 200, description: 'The key', schema: apiKeySchema },
})

export const revokeApiKey = operation({
  id: 'revokeApiKey',
  method: 'post',
  path: '/api/organizations/{org}/api-keys/{key}/revoke',
  tag: 'API keys',
  summary: 'Revoke an API key',
  description: 'Once this has returned, no node accepts the key again. It cannot be undone.',
  permission: 'apiKey:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 200, description: 'The revoked key', schema: apiKeyAnswerSchema },
})

export const rotateApiKey = operation({
  id: 'rotateApiKey',
  method: 'post',
  path: '/api/organizations/{org}/api-keys/{key}/rotate',
  tag: 'API keys',
  summary: 'Replace an API key',
  description:
    'The new key has the name, description, projects and externalId of the old one, and the lifetime the old one was ' +
    'given unless `expiresInDays` says otherwise. `projectIds` gives it fewer projects; it needs no free place in the plan.' +
    ' The old key keeps working until `revokesAt` (its own expiry where that ' +
    'comes first); with `overlapHours` 0 it ends now. 409 `rotation_in_progress`: the key was rotated already, or its ' +
    'own predecessor still lives.',
  permission: 'apiKey:write',
  confirm: true,
  body: rotateApiKeySchema,
  success: {
    status: 201,
    description: 'The new key, its token, and the key it replaces',
    schema: rotatedApiKeySchema,
  },
  errors: ['key_not_active', 'rotation_in_progress'],
  idempotent: true,
})

export const updateApiKey = operation({
  id: 'updateApiKey',
  method: 'patch',
  path: '/api/organizations/{org}/api-keys/{key}',
  tag: 'API keys',
  summary: 'Rename an API key',
  permission: 'apiKey:write',
  body: updateApiKeySchema,
  success: { status: 200, description: 'The key', schema: apiKeySchema },
})
