/** `GET …/members`: whoever joined first comes first. */
import { and, asc, count, eq, ne, sql, type SQL } from 'drizzle-orm'
import * as contract from '../../contract/members.js'
import { isAllowed } from '../../contract/permissions.js'
import { members } from '../../db/organizations.js'
import { users } from '../../db/users.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { matchesText } from '../../domain/matches-text.js'
import { hasSecondFactor } from '../../domain/members/has-second-factor.js'
import { parseMailDomain } from '../../identity/mail-domain.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import type { MemberListQuery } from '../../schemas/members.js'

export const listMembers = route({
  operation: contract.listMembers,
  async handle({ context: { db }, access: { organization, role }, query }) {
    const { cursor, limit } = query
    const seesFactors = isAllowed(role, 'memberFactor:read')
    if (query.hasSecondFactor !== undefined && !seesFactors) {
      throw new Problem('forbidden', { detail: 'Only owners and admins may know who has a second factor.' })
    }
    const isListed = and(eq(members.organizationId, organization.id), ...conditionsOf(query))
    const after = decodeCursor(cursor)
    const rows = await db
      .select({
        id: members.id,
        userId: members.userId,
        name: users.name,
        email: users.email,
        role: members.role,
        createdAt: members.createdAt,
        hasSecondFactor: seesFactors ? hasSecondFactor : sql<null>`null`,
      })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(
        and(
          isListed,
          after
            ? sql`(${members.createdAt}, ${members.id}) > (${after.at.toISOString()}, ${after.id})`
            : undefined,
        ),
      )
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(limit + 1)
    const [all] = await db
      .select({ total: count() })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(isListed)
    const page = toPage(
      rows,
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
    )
    return { ...page, total: all?.total ?? 0 }
  },
})

function conditionsOf(query: MemberListQuery): (SQL | undefined)[] {
  return [
    matchesText(query.q, users.name, users.email),
    query.role === undefined ? undefined : eq(members.role, query.role),
    query.hasSecondFactor === undefined
      ? undefined
      : sql`${hasSecondFactor} = ${query.hasSecondFactor === 'true'}`,
    ...(query.outsideDomain === undefined ? [] : isOutside(query.outsideDomain)),
  ]
}

/** Owners keep their own way in. No address is at what is no domain. */
function isOutside(text: string): SQL[] {
  const domain = parseMailDomain(text)
  const isNoOwner = ne(members.role, 'owner')
  return domain === null ? [isNoOwner] : [isNoOwner, sql`split_part(${users.email}, '@', -1) <> ${domain}`]
}
