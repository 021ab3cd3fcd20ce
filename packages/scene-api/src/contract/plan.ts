/** What the plan of an organization bounds. */
import { quotasSchema } from '../schemas/quotas.js'
import { operation } from './operation.js'

export const readQuotas = operation({
  id: 'readQuotas',
  method: 'get',
  path: '/api/organizations/{org}/quotas',
  tag: 'Insight',
  summary: 'Read what the plan includes and how much of it is used',
  permission: 'project:read',
  success: { status: 200, description: 'Limits and use', schema: quotasSchema },
})
