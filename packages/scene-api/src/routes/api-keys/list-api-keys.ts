/** `GET …/api-keys`: newest first. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { apiKeys } from '../../db/api-keys.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { defineOperation } from '../../http/operation.js'
import { presentApiKeys } from '../../keys/present-api-key.js'
import { apiKeySchema } from '../../schemas/api-keys.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'

export const listApiKeys = defineOperation({
  id: 'listApiKeys',
  method: 'get',
  path: '/api/organizations/{org}/api-keys',
  tag: 'API keys',
  summary: 'List API keys',
  description: 'Newest first; revoked and expired keys too. Tokens are never among it.',
  permission: 'apiKey:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of keys', schema: listOf(apiKeySchema) },
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(apiKeys)
      .where(
        and(
          eq(apiKeys.organizationId, access.organization.id),
          isNull(apiKeys.publicKey),
          after
            ? sql`(${apiKeys.createdAt}, ${apiKeys.id}) < (${after.at.toISOString()}, ${after.id})`
            : undefined,
        ),
      )
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
      .limit(limit + 1)
    const page = toPage(
      rows,
      limit,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => row,
    )
    return { ...page, items: await presentApiKeys(db, page.items, clock.now()) }
  },
})
