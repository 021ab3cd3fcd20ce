/** `GET …/invitations`: those that can still be accepted, oldest first. */
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import * as contract from '../../contract/members.js'
import { invitations } from '../../db/organizations.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { matchesText } from '../../domain/matches-text.js'
import { route } from '../../mount/route.js'

export const listInvitations = route({
  operation: contract.listInvitations,
  async handle({ context: { db, clock }, access: { organization }, query: { cursor, limit, q } }) {
    const after = decodeCursor(cursor)
    const { createdAt, id } = invitations
    const rows = await db
      .select()
      .from(invitations)
      .where(
        and(
          eq(invitations.organizationId, organization.id),
          eq(invitations.status, 'pending'),
          gt(invitations.expiresAt, clock.now()),
          matchesText(q, invitations.email),
          after ? sql`(${createdAt}, ${id}) > (${after.at.toISOString()}, ${after.id})` : undefined,
        ),
      )
      .orderBy(asc(createdAt), asc(id))
      .limit(limit + 1)
    return toPage(
      rows,
      limit,
      (row) => ({ at: row.createdAt, id: row.id }),
      (row) => ({
        id: row.id,
        email: row.email,
        role: row.role ?? 'member',
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
      }),
    )
  },
})
