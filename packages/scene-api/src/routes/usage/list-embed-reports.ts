/** `GET …/embed-reports`. */
import * as contract from '../../contract/usage.js'
import { route } from '../../mount/route.js'
import { resolveRange } from '../../domain/usage/day-range.js'
import { listReports } from '../../domain/usage/list-reports.js'

export const listEmbedReports = route({
  operation: contract.listEmbedReports,
  async handle({ context: { db, clock }, access, query }) {
    return listReports(db, access.organization.id, resolveRange(query, clock.now()), query)
  },
})
