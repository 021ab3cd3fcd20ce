/** `GET …/calendar-feed`. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/reminders.js'
import { route } from '../../mount/route.js'
import { calendarFeeds } from '../../db/calendar-feeds.js'
import { Problem } from '../../problem.js'
import { presentCalendarFeed } from '../../domain/reminders/present-calendar-feed.js'

export const readCalendarFeed = route({
  operation: contract.readCalendarFeed,
  async handle({ context: { db }, access: { organization } }) {
    const [row] = await db
      .select()
      .from(calendarFeeds)
      .where(eq(calendarFeeds.organizationId, organization.id))
    if (!row) throw new Problem('not_found', { detail: 'The organization has no calendar feed.' })
    return presentCalendarFeed(row)
  },
})
