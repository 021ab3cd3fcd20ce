/** `POST /api/operator/organizations/:org/suspend` and `…/resume`. */
import { defineOperation } from '../../http/operation.js'
import { describeOrganization } from '../../operator/describe-organizations.js'
import { setSuspended } from '../../operator/set-suspended.js'
import { operatorOrganizationSchema, suspendSchema } from '../../schemas/operator.js'

const success = { status: 200, description: 'The organization', schema: operatorOrganizationSchema } as const

export const suspendOrganization = defineOperation({
  id: 'suspendOrganization',
  method: 'post',
  path: '/api/operator/organizations/{org}/suspend',
  tag: 'Operator',
  summary: 'Suspend an organization',
  description:
    'From the moment this has answered, every node refuses its embeds with `organization_suspended`. Its people can ' +
    'still read, revoke, unpublish and delete; nothing is lost. Idempotent.',
  permission: 'operator',
  body: suspendSchema,
  success,
  async handle({ context, access, body: { reason } }) {
    return describeOrganization(context, await setSuspended(context, access, true, reason))
  },
})

export const resumeOrganization = defineOperation({
  id: 'resumeOrganization',
  method: 'post',
  path: '/api/operator/organizations/{org}/resume',
  tag: 'Operator',
  summary: 'End the suspension of an organization',
  description: 'Keys, scenes and allowlists are as they were; what was revoked stays revoked. Idempotent.',
  permission: 'operator',
  success,
  async handle({ context, access }) {
    return describeOrganization(context, await setSuspended(context, access, false))
  },
})
