/** Service tokens: programs that manage an organization. */
import {
  createServiceTokenSchema,
  createdServiceTokenSchema,
  serviceTokenSchema,
} from '../schemas/service-tokens.js'
import { listOf, searchQuerySchema } from '../schemas/list.js'
import { operation } from './operation.js'

export const createServiceToken = operation({
  id: 'createServiceToken',
  method: 'post',
  path: '/api/organizations/{org}/service-tokens',
  tag: 'Service tokens',
  summary: 'Create a service token',
  description:
    'For programs: manages projects, scenes and API keys of this organization, but no service tokens, members or plans.',
  permission: 'serviceToken:write',
  sessionOnly: true,
  confirm: true,
  body: createServiceTokenSchema,
  success: {
    status: 201,
    description: 'The service token with its token',
    schema: createdServiceTokenSchema,
  },
  idempotent: true,
})

export const listServiceTokens = operation({
  id: 'listServiceTokens',
  method: 'get',
  path: '/api/organizations/{org}/service-tokens',
  tag: 'Service tokens',
  summary: 'List service tokens',
  permission: 'serviceToken:read',
  sessionOnly: true,
  query: searchQuerySchema,
  success: { status: 200, description: 'A page of service tokens', schema: listOf(serviceTokenSchema) },
})

export const revokeServiceToken = operation({
  id: 'revokeServiceToken',
  method: 'post',
  path: '/api/organizations/{org}/service-tokens/{token}/revoke',
  tag: 'Service tokens',
  summary: 'Revoke a service token',
  description: 'Holds from the next request on.',
  permission: 'serviceToken:write',
  whileSuspended: true,
  sessionOnly: true,
  confirm: true,
  success: { status: 200, description: 'The revoked service token', schema: serviceTokenSchema },
})
