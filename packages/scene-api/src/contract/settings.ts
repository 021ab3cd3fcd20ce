/** Settings of an organization. */
import {
  memberFactorsSchema,
  organizationSettingsSchema,
  updateOrganizationSettingsSchema,
} from '../schemas/organization-settings.js'
import { operation } from './operation.js'

export const listMemberFactors = operation({
  id: 'listMemberFactors',
  method: 'get',
  path: '/api/organizations/{org}/member-factors',
  tag: 'Settings',
  summary: 'List which members have a second factor',
  description: 'All at once. `GET …/members` says the same in pages.',
  permission: 'memberFactor:read',
  sessionOnly: true,
  success: { status: 200, description: 'Every member', schema: memberFactorsSchema },
})

export const readSettings = operation({
  id: 'readSettings',
  method: 'get',
  path: '/api/organizations/{org}/settings',
  tag: 'Settings',
  summary: "Read the organization's rules",
  permission: 'settings:read',
  success: { status: 200, description: 'The rules', schema: organizationSettingsSchema },
})

export const updateSettings = operation({
  id: 'updateSettings',
  method: 'patch',
  path: '/api/organizations/{org}/settings',
  tag: 'Settings',
  summary: "Change the organization's rules",
  description:
    'Absent fields stay as they are. To require a second factor, the owner has to have signed in with one, so that nobody ' +
    'locks themselves out. A shorter key lifetime applies to new keys; keys that live longer stay, and are findings.',
  permission: 'settings:write',
  sessionOnly: true,
  confirm: true,
  body: updateOrganizationSettingsSchema,
  success: { status: 200, description: 'The rules', schema: organizationSettingsSchema },
  errors: ['second_factor_required'],
})
