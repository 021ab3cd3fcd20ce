/** `GET …/signing-keys`: newest first. */
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { apiKeys } from '../../db/api-keys.js'
import { decodeCursor, toPage } from '../../http/cursor.js'
import { defineOperation } from '../../http/operation.js'
import { presentSigningKeys } from '../../keys/present-signing-key.js'
import { listOf, listQuerySchema } from '../../schemas/list.js'
import { signingKeySchema } from '../../schemas/signing-keys.js'

export const listSigningKeys = defineOperation({
  id: 'listSigningKeys',
  method: 'get',
  path: '/api/organizations/{org}/signing-keys',
  tag: 'Signing keys',
  summary: 'List signing keys',
  description: 'Newest first; revoked and expired keys too. Private keys are never among it.',
  permission: 'apiKey:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of signing keys', schema: listOf(signingKeySchema) },
  async handle({ context: { db, clock }, access, query: { cursor, limit } }) {
    const after = decodeCursor(cursor)
    const rows = await db
      .select()
      .from(apiKeys)
      .where(
        and(
          eq(apiKeys.organizationId, access.organization.id),
          isNotNull(apiKeys.publicKey),
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
    return { ...page, items: await presentSigningKeys(db, page.items, clock.now()) }
  },
})
