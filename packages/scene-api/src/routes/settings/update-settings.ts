/** `PATCH …/settings`. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/settings.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { requireSecondFactor } from '../../identity/factors/require-second-factor.js'
import { presentSettings } from './read-settings.js'

export const updateSettings = route({
  operation: contract.updateSettings,
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
