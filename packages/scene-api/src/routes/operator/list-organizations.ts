/** `GET /api/operator/organizations`: oldest first. */
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { organizations } from '../../db/organizations.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { definePlatformOperation } from '../../http/operation.js'
import { describeOrganizations } from '../../operator/describe-organizations.js'
import { listOf } from '../../schemas/list.js'
import { operatorListQuerySchema, operatorOrganizationSchema } from '../../schemas/operator.js'

export const listOrganizations = definePlatformOperation({
  id: 'listOrganizations',
  method: 'get',
  path: '/api/operator/organizations',
  tag: 'Operator',
  summary: 'List organizations with plan, use and storage',
  query: operatorListQuerySchema,
  success: {
    status: 200,
    description: 'A page of organizations',
    schema: listOf(operatorOrganizationSchema),
  },
  async handle({ context, query: { cursor, limit, search, suspended } }) {
    const after = decodeCursor(cursor)
    const rows = await context.db
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
