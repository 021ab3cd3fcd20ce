/** `GET …/settings`. */
import { defineOperation } from '../../http/operation.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { type OrganizationSettings, organizationSettingsSchema } from '../../schemas/organization-settings.js'

export const readSettings = defineOperation({
  id: 'readSettings',
  method: 'get',
  path: '/api/organizations/{org}/settings',
  tag: 'Settings',
  summary: "Read the organization's rules",
  permission: 'settings:read',
  success: { status: 200, description: 'The rules', schema: organizationSettingsSchema },
  handle: async ({ access: { organization } }) => presentSettings(organization),
})

export const presentSettings = ({
  requireTwoFactor,
  maxKeyLifetimeDays,
}: OrganizationRow): OrganizationSettings => ({ requireTwoFactor, maxKeyLifetimeDays })
