/** Credentials that were found in public. */
import { leakSchema } from '../schemas/leaks.js'
import { listOf, listQuerySchema } from '../schemas/list.js'
import { operation } from './operation.js'

export const listLeaks = operation({
  id: 'listLeaks',
  method: 'get',
  path: '/api/organizations/{org}/leaks',
  tag: 'Insight',
  summary: 'List credentials that were found in public',
  description:
    'Newest first, each once for each place. Service tokens and signing keys must not be public; an API key is made to be, and ' +
    '`exposure` says whether the allowed domains hold.',
  permission: 'apiKey:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of leaks', schema: listOf(leakSchema) },
})
