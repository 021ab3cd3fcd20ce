/** `GET …/leaks`: newest first. */
import { and, desc, eq, sql } from 'drizzle-orm'
import * as contract from '../../contract/leaks.js'
import { leaks } from '../../db/leaks.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { presentLeaks } from '../../domain/leaks/present-leaks.js'
import { route } from '../../mount/route.js'

export const listLeaks = route({
  operation: contract.listLeaks,
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(leaks)
      .where(
        and(
          eq(leaks.organizationId, access.organization.id),
          after ? sql`(${leaks.seenAt}, ${leaks.id}) < (${after.at.toISOString()}, ${after.id})` : undefined,
        ),
      )
      .orderBy(desc(leaks.seenAt), desc(leaks.id))
      .limit(limit + 1)
    const { items, nextCursor } = toPage(
      rows,
      limit,
      ({ seenAt, id }) => ({ at: seenAt, id }),
      (row) => row,
    )
    return { items: await presentLeaks(db, items, clock.now()), nextCursor }
  },
})
