/** `GET …/calendar-feed`. */
import { eq } from 'drizzle-orm'
import { calendarFeeds } from '../../db/calendar-feeds.js'
import { defineOperation } from '../../http/operation.js'
import { Problem } from '../../problem.js'
import { presentCalendarFeed } from '../../reminders/present-calendar-feed.js'
import { calendarFeedSchema } from '../../schemas/calendar-feed.js'

export const readCalendarFeed = defineOperation({
  id: 'readCalendarFeed',
  method: 'get',
  path: '/api/organizations/{org}/calendar-feed',
  tag: 'Reminders',
  summary: 'Read about the calendar feed',
  description: 'Its address is not among it: only a hash is kept.',
  permission: 'reminder:read',
  success: { status: 200, description: 'The feed', schema: calendarFeedSchema },
  async handle({ context: { db }, access: { organization } }) {
    const [row] = await db
      .select()
      .from(calendarFeeds)
      .where(eq(calendarFeeds.organizationId, organization.id))
    if (!row) throw new Problem('not_found', { detail: 'The organization has no calendar feed.' })
    return presentCalendarFeed(row)
  },
})
