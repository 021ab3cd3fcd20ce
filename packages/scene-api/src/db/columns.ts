/** Column shapes that every table shares. */
import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, text, timestamp } from 'drizzle-orm/pg-core'

/** An instant, to the millisecond: what JavaScript writes reads back equal. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

/** An id of our own (`crypto.randomUUID()`) or of better-auth. */
export const id = () => text('id').primaryKey()

/** The text of an instant as `Date.prototype.toISOString` writes it. */
export const isoInstant = (column: AnyPgColumn): SQL<string> =>
  sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
