/** `GET …/service-tokens`: newest first. */
import { and, desc, eq, sql } from 'drizzle-orm'
import * as contract from '../../contract/service-tokens.js'
import { route } from '../../mount/route.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { matchesText } from '../../domain/matches-text.js'
import { presentServiceToken } from './present-service-token.js'

export const listServiceTokens = route({
  operation: contract.listServiceTokens,
  async handle({ context: { db, clock }, access, query: { cursor, limit, q } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(serviceTokens)
      .where(
        and(
          eq(serviceTokens.organizationId, access.organization.id),
          matchesText(q, serviceTokens.name, serviceTokens.preview),
          after
            ? sql`(${serviceTokens.createdAt}, ${serviceTokens.id}) < (${after.at.toISOString()}, ${after.id})`
            : undefined,
        ),
      )
      .orderBy(desc(serviceTokens.createdAt), desc(serviceTokens.id))
      .limit(limit + 1)
    const now = clock.now()
    return toPage(
      rows,
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => presentServiceToken(row, now),
    )
  },
})
