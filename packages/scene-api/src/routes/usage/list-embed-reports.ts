/** `GET …/embed-reports`. */
import { defineOperation } from '../../http/operation.js'
import { listOf } from '../../schemas/list.js'
import { reportCountSchema, reportQuerySchema } from '../../schemas/usage.js'
import { resolveRange } from '../../usage/day-range.js'
import { listReports } from '../../usage/list-reports.js'

export const listEmbedReports = defineOperation({
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
  async handle({ context: { db, clock }, access, query }) {
    return listReports(db, access.organization.id, resolveRange(query, clock.now()), query)
  },
})
