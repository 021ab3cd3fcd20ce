/** `GET /api/operator/organizations`: oldest first. */
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import * as contract from '../../contract/operator.js'
import { route } from '../../mount/route.js'
import { members, organizations } from '../../db/organizations.js'
import { users } from '../../db/users.js'
import { decodeCursor, toPage } from '../../domain/cursor.js'
import { describeOrganizations } from '../../domain/operator/describe-organizations.js'

export const listOrganizations = route({
  operation: contract.listOrganizations,
  async handle({ context, context: { db }, query: { cursor, limit, search, suspended } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(organizations)
      .where(
        and(
          after === null
            ? undefined
            : sql`(${organizations.createdAt}, ${organizations.id}) > (${after.at.toISOString()}, ${after.id})`,
          search === undefined
            ? undefined
            : or(
                sql`position(lower(${search}) in lower(${organizations.name})) > 0`,
                eq(organizations.id, search),
                eq(organizations.slug, search),
                inArray(
                  organizations.id,
                  db
                    .select({ id: members.organizationId })
                    .from(members)
                    .innerJoin(users, eq(users.id, members.userId))
                    .where(and(eq(members.role, 'owner'), eq(users.email, search.toLowerCase()))),
                ),
              ),
          suspended === 'true' ? isNotNull(organizations.suspendedAt) : undefined,
          suspended === 'false' ? isNull(organizations.suspendedAt) : undefined,
        ),
      )
      .orderBy(asc(organizations.createdAt), asc(organizations.id))
      .limit(limit + 1)
    const page = toPage(
      rows,
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => row,
    )
    return { ...page, items: await describeOrganizations(context, page.items) }
  },
})
