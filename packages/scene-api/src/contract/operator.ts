/** What the operator of a server does. */
import {
  endPersonSessionsSchema,
  invitePersonSchema,
  invitedPersonSchema,
  operatorListQuerySchema,
  operatorOrganizationSchema,
  operatorUsageQuerySchema,
  operatorUsageSchema,
  suspendSchema,
} from '../schemas/operator.js'
import { listOf } from '../schemas/list.js'
import { z } from 'zod'
import { planSchema } from '../schemas/actor.js'
import { operation } from './operation.js'

const organizationPlanSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    plan: planSchema,
    keyLimit: z.int().nullable(),
    keysInUse: z.int(),
  })
  .meta({ id: 'OrganizationPlan' })

const success = { status: 200, description: 'The organization', schema: operatorOrganizationSchema } as const

export const invitePerson = operation({
  id: 'invitePerson',
  method: 'post',
  path: '/api/operator/invitations',
  tag: 'Operator',
  summary: 'Invite a person to sign up',
  description:
    'For `SIGN_UP=invited`: the address may make an account for 7 days, and an organization with it. Nothing is sent; ' +
    'hand `url` on. Repeating it starts the 7 days again. Refused where the address could not sign up all the same.',
  body: invitePersonSchema,
  success: { status: 201, description: 'The invitation', schema: invitedPersonSchema },
  errors: ['sign_up_closed', 'email_domain_not_allowed'],
  permission: 'operator',
})

export const endPersonSessions = operation({
  id: 'endPersonSessions',
  method: 'post',
  path: '/api/operator/sessions/end',
  tag: 'Operator',
  summary: 'Sign a person out everywhere',
  description:
    'Ends all sessions of one account, with its remembered devices and one-time links; the password and factors stay. ' +
    'The audit logs of the organizations that the person belongs to say so. Idempotent.',
  body: endPersonSessionsSchema,
  success: { status: 204, description: 'No session of the account works any more' },
  errors: ['not_found'],
  permission: 'operator',
})

export const listOrganizations = operation({
  id: 'listOrganizations',
  method: 'get',
  path: '/api/operator/organizations',
  tag: 'Operator',
  summary: 'List organizations with plan, use and storage',
  query: operatorListQuerySchema,
  success: {
    status: 200,
    description: 'A page of organizations',
    schema: listOf(operatorOrganizationSchema),
  },
  permission: 'operator',
})

export const readOperatorUsage = operation({
  id: 'readOperatorUsage',
  method: 'get',
  path: '/api/operator/usage',
  tag: 'Operator',
  summary: 'Read the use of the whole server',
  query: operatorUsageQuerySchema,
  success: {
    status: 200,
    description: 'Totals, and the use of each organization',
    schema: operatorUsageSchema,
  },
  permission: 'operator',
})

export const setPlan = operation({
  id: 'setPlan',
  method: 'put',
  path: '/api/operator/organizations/{org}/plan',
  tag: 'Operator',
  summary: 'Set the plan of an organization',
  description: 'A smaller plan leaves existing keys alone; only new ones are refused.',
  permission: 'operator',
  body: z.strictObject({ plan: planSchema }).meta({ id: 'SetPlan' }),
  success: { status: 200, description: 'The organization', schema: organizationPlanSchema },
})

export const suspendOrganization = operation({
  id: 'suspendOrganization',
  method: 'post',
  path: '/api/operator/organizations/{org}/suspend',
  tag: 'Operator',
  summary: 'Suspend an organization',
  description:
    'From the moment this has returned, every node refuses its embeds with `organization_suspended`. Its people can ' +
    'still read, revoke, unpublish and delete; nothing is lost. Idempotent.',
  permission: 'operator',
  body: suspendSchema,
  success,
})

export const resumeOrganization = operation({
  id: 'resumeOrganization',
  method: 'post',
  path: '/api/operator/organizations/{org}/resume',
  tag: 'Operator',
  summary: 'End the suspension of an organization',
  description: 'Keys, scenes and allowlists are as they were; what was revoked stays revoked. Idempotent.',
  permission: 'operator',
  success,
})
