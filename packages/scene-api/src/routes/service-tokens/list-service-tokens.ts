/** `GET …/service-tokens`: newest first. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { serviceTokens } from '../../db/service-tokens.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { defineOperation } from '../../http/operation.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'
import { serviceTokenSchema } from '../../schemas/service-tokens.js'
import { presentServiceToken } from './present-service-token.js'

export const listServiceTokens = defineOperation({
  id: 'listServiceTokens',
  method: 'get',
  path: '/api/organizations/{org}/service-tokens',
  tag: 'Service tokens',
  summary: 'List service tokens',
  permission: 'serviceToken:read',
  sessionOnly: true,
  query: listQuerySchema,
  success: { status: 200, description: 'A page of service tokens', schema: listOf(serviceTokenSchema) },
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(serviceTokens)
      .where(
        and(
          eq(serviceTokens.organizationId, access.organization.id),
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
