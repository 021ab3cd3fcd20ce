/** Refused embed requests per client and window, as rate-limiter-flexible keeps them. */
import { bigint, index, integer, pgTable, varchar } from 'drizzle-orm/pg-core'

export const embedFailures = pgTable(
  'embed_failures',
  {
    key: varchar('key', { length: 255 }).primaryKey(),
    points: integer('points').notNull().default(0),
    /** Epoch milliseconds at which the window ends. */
    expire: bigint('expire', { mode: 'number' }),
  },
  (table) => [index('embed_failures_expire').on(table.expire)],
)
