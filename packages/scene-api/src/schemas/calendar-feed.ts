/** The calendar feed of expiring keys. */
import { z } from 'zod'
import { personSchema } from './actor.js'
import { instantSchema } from './text.js'

export const calendarFeedSchema = z
  .object({
    createdAt: instantSchema,
    createdBy: personSchema,
    lastReadAt: instantSchema
      .nullable()
      .meta({ description: 'When a calendar last fetched it, to the minute' }),
  })
  .meta({ id: 'CalendarFeed' })
/** The calendar feed of expiring keys, without its address. */
export type CalendarFeed = z.output<typeof calendarFeedSchema>

export const createdCalendarFeedSchema = calendarFeedSchema
  .extend({
    url: z.url().meta({
      description: 'To subscribe to. Whoever has it reads the feed; it is shown here and never again.',
    }),
  })
  .meta({ id: 'CreatedCalendarFeed' })
