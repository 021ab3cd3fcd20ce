/** What embeds did: loads, refusals, reports, findings. */
import {
  refusalCountSchema,
  refusalQuerySchema,
  reportCountSchema,
  reportQuerySchema,
  usageListSchema,
  usageQuerySchema,
} from '../schemas/usage.js'
import { listOf } from '../schemas/list.js'
import { findingListSchema, hygieneQuerySchema } from '../schemas/hygiene.js'
import { operation } from './operation.js'

export const listEmbedReports = operation({
  id: 'listEmbedReports',
  method: 'get',
  path: '/api/organizations/{org}/embed-reports',
  tag: 'Insight',
  summary: 'List failures that pages reported',
  description:
    'What only the visitor’s browser sees, such as missing WebGL. Counted by project, scene, origin and code; the latest first. Anyone can send such a report: read them as hints.',
  permission: 'usage:read',
  query: reportQuerySchema,
  success: { status: 200, description: 'A page of counts', schema: listOf(reportCountSchema) },
})

export const listFindings = operation({
  id: 'listFindings',
  method: 'get',
  path: '/api/organizations/{org}/hygiene',
  tag: 'Insight',
  summary: 'List what is doubtful about keys and allowlists',
  description:
    'Made from live keys, projects and the traffic of the last 90 days; the most pressing first. A fix is a proposal: nothing is changed. Of an organization with more than 300 keys and projects they are up to a few minutes old: `judgedAt` says when they were made.',
  permission: 'usage:read',
  query: hygieneQuerySchema,
  success: { status: 200, description: 'A page of findings', schema: findingListSchema },
})

export const listRefusals = operation({
  id: 'listRefusals',
  method: 'get',
  path: '/api/organizations/{org}/refusals',
  tag: 'Insight',
  summary: 'List refused embed requests',
  description:
    'Counted by project, scene, key, origin, kind of client and code; the latest first. They arrive within a few seconds.',
  permission: 'usage:read',
  query: refusalQuerySchema,
  success: { status: 200, description: 'A page of counts', schema: listOf(refusalCountSchema) },
})

export const readKeyUsage = operation({
  id: 'readKeyUsage',
  method: 'get',
  path: '/api/organizations/{org}/api-keys/{key}/usage',
  tag: 'Insight',
  summary: 'Read the use of an API key',
  description:
    'Loads and refusals by UTC day or by origin; browsers and other clients are rows of their own. Counts arrive within a few seconds.',
  permission: 'usage:read',
  query: usageQuerySchema,
  success: { status: 200, description: 'Loads and refusals', schema: usageListSchema },
})

export const readUsage = operation({
  id: 'readUsage',
  method: 'get',
  path: '/api/organizations/{org}/usage',
  tag: 'Insight',
  summary: 'Read the use of all API keys',
  description:
    'As for one key, summed over all of them; refusals of requests without a key of this organization are among it.',
  permission: 'usage:read',
  query: usageQuerySchema,
  success: { status: 200, description: 'Loads and refusals', schema: usageListSchema },
})
