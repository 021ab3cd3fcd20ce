/** `PUT …/calendar-feed`: makes the feed, or gives it another address. */
import { randomBytes } from 'node:crypto'
import * as contract from '../../contract/reminders.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { calendarFeeds } from '../../db/calendar-feeds.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { hashToken } from '../../domain/keys/hash-token.js'
import { presentCalendarFeed } from '../../domain/reminders/present-calendar-feed.js'

export const replaceCalendarFeed = route({
  operation: contract.replaceCalendarFeed,
  async handle({ context: { db, clock, settings }, access: { organization, actor } }) {
    const token = randomBytes(32).toString('base64url')
    const row = await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const feed = {
        tokenHash: hashToken(token, undefined),
        createdAt: now,
        createdById: actor.id,
        createdByName: actor.name,
        createdByEmail: actor.email,
        lastReadAt: null,
      }
      const [row] = await tx
        .insert(calendarFeeds)
        .values({ organizationId: organization.id, ...feed })
        .onConflictDoUpdate({ target: calendarFeeds.organizationId, set: feed })
        .returning()
      if (!row) throw new Error('the new calendar feed was not returned')
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'calendar_feed.replaced',
        actor,
        target: { kind: 'organization', id: organization.id },
      })
      return row
    })
    return { ...presentCalendarFeed(row), url: `${settings.publicUrl}/calendar/${token}.ics` }
  },
})
