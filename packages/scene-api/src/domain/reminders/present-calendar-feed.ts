/** A calendar feed as the API shows it: everything but its address. */
import type { calendarFeeds } from '../../db/calendar-feeds.js'
import type { CalendarFeed } from '../../schemas/calendar-feed.js'

export function presentCalendarFeed(row: typeof calendarFeeds.$inferSelect): CalendarFeed {
  return {
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdById, name: row.createdByName, email: row.createdByEmail },
    lastReadAt: row.lastReadAt?.toISOString() ?? null,
  }
}
