/** `PUT …/calendar-feed`: makes the feed, or gives it another address. */
import { randomBytes } from 'node:crypto'
import { recordAudit } from '../../audit/record-audit.js'
import { calendarFeeds } from '../../db/calendar-feeds.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { defineOperation } from '../../http/operation.js'
import { hashToken } from '../../people/hash-token.js'
import { presentCalendarFeed } from '../../reminders/present-calendar-feed.js'
import { createdCalendarFeedSchema } from '../../schemas/calendar-feed.js'

export const replaceCalendarFeed = defineOperation({
  id: 'replaceCalendarFeed',
  method: 'put',
  path: '/api/organizations/{org}/calendar-feed',
  tag: 'Reminders',
  summary: 'Make the calendar feed, or replace its address',
  description:
    'Answers an address to subscribe to from any calendar: an alarm 14 days before each key expires, with its name, projects and preview, never its token. An address given out before stops working at once.',
  permission: 'reminder:write',
  confirm: true,
  success: { status: 200, description: 'The feed and its address', schema: createdCalendarFeedSchema },
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
