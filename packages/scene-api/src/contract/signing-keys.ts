/** Keys that sign visitor tokens. */
import {
  createSigningKeySchema,
  createdSigningKeySchema,
  signingKeyAnswerSchema,
  signingKeySchema,
} from '../schemas/signing-keys.js'
import { keyListQuerySchema } from '../schemas/api-keys.js'
import { listOf } from '../schemas/list.js'
import { signingKeyUsageListSchema, signingKeyUsageQuerySchema } from '../schemas/usage.js'
import { operation } from './operation.js'

export const createSigningKey = operation({
  id: 'createSigningKey',
  method: 'post',
  path: '/api/organizations/{org}/signing-keys',
  tag: 'Signing keys',
  summary: 'Create a signing key',
  description:
    'With its private half a site signs visitor tokens on its own server. The key counts as an API key of the plan; its ' +
    'organization, projects and expiry never change.',
  permission: 'apiKey:write',
  confirm: true,
  body: createSigningKeySchema,
  success: { status: 201, description: 'The key and its private half', schema: createdSigningKeySchema },
  errors: ['key_limit_reached'],
})

export const listSigningKeys = operation({
  id: 'listSigningKeys',
  method: 'get',
  path: '/api/organizations/{org}/signing-keys',
  tag: 'Signing keys',
  summary: 'List signing keys',
  description: 'Newest first; revoked and expired keys too. Private keys are never among it.',
  permission: 'apiKey:read',
  query: keyListQuerySchema,
  success: { status: 200, description: 'A page of signing keys', schema: listOf(signingKeySchema) },
})

export const readSigningKey = operation({
  id: 'readSigningKey',
  method: 'get',
  path: '/api/organizations/{org}/signing-keys/{key}',
  tag: 'Signing keys',
  summary: 'Read a signing key',
  permission: 'apiKey:read',
  success: { status: 200, description: 'The key, without its private half', schema: signingKeySchema },
})

export const revokeSigningKey = operation({
  id: 'revokeSigningKey',
  method: 'post',
  path: '/api/organizations/{org}/signing-keys/{key}/revoke',
  tag: 'Signing keys',
  summary: 'Revoke a signing key',
  description: 'Once this has returned, no node accepts a visitor token that it signed. It cannot be undone.',
  permission: 'apiKey:write',
  whileSuspended: true,
  confirm: true,
  success: { status: 200, description: 'The revoked key', schema: signingKeyAnswerSchema },
})

export const readSigningKeyUsage = operation({
  id: 'readSigningKeyUsage',
  method: 'get',
  path: '/api/organizations/{org}/signing-keys/{key}/usage',
  tag: 'Signing keys',
  summary: 'Read the use of the tokens of a signing key',
  description:
    'Loads and refusals by UTC day, by origin, or by the visitor whom the token names (`sub`); browsers and other clients are ' +
    'rows of their own. Tokens that name nobody, and AR, are in the first two only; `by=sub` is not narrowed by project or ' +
    'scene. Counts arrive within a few seconds.',
  permission: 'usage:read',
  query: signingKeyUsageQuerySchema,
  success: { status: 200, description: 'Loads and refusals', schema: signingKeyUsageListSchema },
})
