/** `POST /api/operator/organizations/:org/suspend` and `…/resume`. */
import * as contract from '../../contract/operator.js'
import { route } from '../../mount/route.js'
import { describeOrganization } from '../../domain/operator/describe-organizations.js'
import { setSuspended } from '../../domain/operator/set-suspended.js'

export const suspendOrganization = route({
  operation: contract.suspendOrganization,
  async handle({ context, access, body: { reason } }) {
    return describeOrganization(context, await setSuspended(context, access, true, reason))
  },
})

export const resumeOrganization = route({
  operation: contract.resumeOrganization,
  async handle({ context, access }) {
    return describeOrganization(context, await setSuspended(context, access, false))
  },
})
