/** Who belongs to an organization. Changes are routes of better-auth. */
import { listOf } from '../schemas/list.js'
import {
  invitationListQuerySchema,
  openInvitationSchema,
  memberListQuerySchema,
  memberListSchema,
} from '../schemas/members.js'
import { operation } from './operation.js'

export const listMembers = operation({
  id: 'listMembers',
  method: 'get',
  path: '/api/organizations/{org}/members',
  tag: 'Members',
  summary: 'List members',
  description:
    'Whoever joined first comes first. Inviting, removing and roles are routes of `/api/auth/organization`.',
  permission: 'membership:read',
  sessionOnly: true,
  query: memberListQuerySchema,
  success: { status: 200, description: 'A page of members', schema: memberListSchema },
})

export const listInvitations = operation({
  id: 'listInvitations',
  method: 'get',
  path: '/api/organizations/{org}/invitations',
  tag: 'Members',
  summary: 'List open invitations',
  description: 'Those that can still be accepted, oldest first. Whoever knows the id of one may accept it.',
  permission: 'membership:write',
  sessionOnly: true,
  query: invitationListQuerySchema,
  success: { status: 200, description: 'A page of invitations', schema: listOf(openInvitationSchema) },
})
