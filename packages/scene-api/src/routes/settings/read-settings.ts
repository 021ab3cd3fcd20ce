/** `GET …/settings`. */
import * as contract from '../../contract/settings.js'
import { route } from '../../mount/route.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { type OrganizationSettings } from '../../schemas/organization-settings.js'

export const readSettings = route({
  operation: contract.readSettings,
  handle: async ({ access: { organization } }) => presentSettings(organization),
})

export const presentSettings = ({
  requireTwoFactor,
  maxKeyLifetimeDays,
  endUnusedKeysAfterDays,
  endLeakedCredentials,
}: OrganizationRow): OrganizationSettings => ({
  requireTwoFactor,
  maxKeyLifetimeDays,
  endUnusedKeysAfterDays,
  endLeakedCredentials,
})
