/** A page of keys of one kind, newest first; revoked and expired ones too. */
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { apiKeys } from '../db/api-keys.js'
import type { Queryable } from '../db/database.js'
import { decodeCursor, toPage } from '../http/cursor.js'
import type { ListQuery } from '../schemas/list.js'
import type { ApiKeyRow } from './present-api-key.js'

/** Only a signing key has a public key. */
const IS_KIND = {
  api_key: isNull(apiKeys.publicKey),
  signing_key: isNotNull(apiKeys.publicKey),
} as const

export async function listKeys(
  db: Queryable,
  organizationId: string,
  kind: keyof typeof IS_KIND,
  { cursor, limit }: ListQuery,
): Promise<{ items: ApiKeyRow[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor)
  const isAfter = after
    ? sql`(${apiKeys.createdAt}, ${apiKeys.id}) < (${after.at.toISOString()}, ${after.id})`
    : undefined
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, organizationId), IS_KIND[kind], isAfter))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ createdAt, id }) => ({ at: createdAt, id }),
    (row) => row,
  )
}
