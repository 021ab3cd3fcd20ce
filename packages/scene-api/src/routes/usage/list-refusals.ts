/** `GET …/refusals`. */
import { defineOperation } from '../../http/operation.js'
import { listOf } from '../../schemas/list.js'
import { refusalCountSchema, refusalQuerySchema } from '../../schemas/usage.js'
import { resolveRange } from '../../usage/day-range.js'
import { listRefusals as list } from '../../usage/list-refusals.js'

export const listRefusals = defineOperation({
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
  async handle({ context: { db, clock }, access, query }) {
    return list(db, access.organization.id, resolveRange(query, clock.now()), query)
  },
})
