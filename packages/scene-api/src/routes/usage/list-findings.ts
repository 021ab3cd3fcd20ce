/** `GET …/hygiene`. */
import * as contract from '../../contract/usage.js'
import { pageOfFindings } from '../../domain/hygiene/page-of-findings.js'
import { route } from '../../mount/route.js'

export const listFindings = route({
  operation: contract.listFindings,
  handle: ({ context, access, query }) => pageOfFindings(context, access.organization, query),
})
