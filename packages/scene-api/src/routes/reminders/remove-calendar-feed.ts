/** `DELETE …/calendar-feed`: its address stops working at once. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/reminders.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { calendarFeeds } from '../../db/calendar-feeds.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { Problem } from '../../problem.js'

export const removeCalendarFeed = route({
  operation: contract.removeCalendarFeed,
  async handle({ context: { db, clock }, access: { organization, actor } }) {
    await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const [row] = await tx
        .delete(calendarFeeds)
        .where(eq(calendarFeeds.organizationId, organization.id))
        .returning()
      if (!row) throw new Problem('not_found', { detail: 'The organization has no calendar feed.' })
      await recordAudit(tx, {
        organizationId: organization.id,
        at: clock.now(),
        action: 'calendar_feed.removed',
        actor,
        target: { kind: 'organization', id: organization.id },
      })
    })
  },
})
