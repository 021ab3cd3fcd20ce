/** `PATCH …/settings`. */
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { defineOperation } from '../../http/operation.js'
import { requireSecondFactor } from '../../people/factors/require-second-factor.js'
import {
  organizationSettingsSchema,
  updateOrganizationSettingsSchema,
} from '../../schemas/organization-settings.js'
import { presentSettings } from './read-settings.js'

export const updateSettings = defineOperation({
  id: 'updateSettings',
  method: 'patch',
  path: '/api/organizations/{org}/settings',
  tag: 'Settings',
  summary: "Change the organization's rules",
  description:
    'Absent fields stay as they are. Whoever requires a second factor has to have signed in with one: nobody shuts ' +
    'themselves out. A shorter life of keys holds for new ones; those that live longer stay, and are findings.',
  permission: 'settings:write',
  sessionOnly: true,
  confirm: true,
  body: updateOrganizationSettingsSchema,
  success: { status: 200, description: 'The rules', schema: organizationSettingsSchema },
  errors: ['second_factor_required'],
  async handle({ context: { db, clock }, access, body }) {
    if (body.requireTwoFactor) requireSecondFactor(access.session)
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    return db.transaction(async (tx) => {
      const row = await lockOrganization(tx, access.organization.id)
      const before = presentSettings(row)
      const after = { ...before, ...given }
      if (JSON.stringify(after) === JSON.stringify(before)) return before
      await tx.update(organizations).set(after).where(eq(organizations.id, row.id))
      await recordAudit(tx, {
        organizationId: row.id,
        at: clock.now(),
        action: 'organization.settings_changed',
        actor: access.actor,
        target: { kind: 'organization', id: row.id },
        before,
        after,
      })
      return after
    })
  },
})
