/** `GET …/hygiene`. */
import { findFindings, rankOf } from '../../hygiene/find-findings.js'
import { readFacts } from '../../hygiene/read-facts.js'
import { defineOperation } from '../../http/operation.js'
import { findingSchema, hygieneQuerySchema } from '../../schemas/hygiene.js'
import { listOf } from '../../schemas/list.js'

export const listFindings = defineOperation({
  id: 'listFindings',
  method: 'get',
  path: '/api/organizations/{org}/hygiene',
  tag: 'Insight',
  summary: 'List what is doubtful about keys and allowlists',
  description:
    'Made anew on each request from live keys, projects and the traffic of the last 90 days; the most pressing first. A fix is a proposal: nothing is changed.',
  permission: 'usage:read',
  query: hygieneQuerySchema,
  success: { status: 200, description: 'A page of findings', schema: listOf(findingSchema) },
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const findings = findFindings(await readFacts(db, access.organization, clock.now()))
    const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString()
    const rest = findings.filter((finding) => rankOf(finding) > after)
    const items = rest.slice(0, limit)
    const last = items.at(-1)
    return {
      items,
      nextCursor: last && rest.length > limit ? Buffer.from(rankOf(last)).toString('base64url') : null,
    }
  },
})
