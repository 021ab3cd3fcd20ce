/** Column shapes that every table shares. */
import { text, timestamp } from 'drizzle-orm/pg-core'

/** An instant, to the millisecond: what JavaScript writes reads back equal. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

/** An id of our own (`crypto.randomUUID()`) or of better-auth. */
export const id = () => text('id').primaryKey()
