import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/**
 * An order for batches of work that waits: the first row of every organization, then the second of each. `first`: what comes
 * first of one organization.
 */
export const inTurns = (organizationId: PgColumn, first: PgColumn): SQL =>
  sql`row_number() over (partition by ${organizationId} order by ${first}), ${first}`
