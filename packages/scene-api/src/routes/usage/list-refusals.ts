/** `GET …/refusals`. */
import * as contract from '../../contract/usage.js'
import { route } from '../../mount/route.js'
import { resolveRange } from '../../domain/usage/day-range.js'
import { listRefusals as list } from '../../domain/usage/list-refusals.js'

export const listRefusals = route({
  operation: contract.listRefusals,
  async handle({ context: { db, clock }, access, query }) {
    return list(db, access.organization.id, resolveRange(query, clock.now()), query)
  },
})
