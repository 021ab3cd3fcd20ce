/** A page of keys of one kind, newest first; revoked and expired ones too. */
import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { apiKeys } from '../../db/api-keys.js'
import type { Queryable } from '../../db/database.js'
import { decodeCursor, toPage } from '../cursor.js'
import { matchesText } from '../matches-text.js'
import type { KeyListQuery } from '../../schemas/api-keys.js'
import { isInState } from './key-state.js'
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
  { cursor, limit, q, ids, state }: KeyListQuery,
  now: Date,
): Promise<{ items: ApiKeyRow[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor)
  const isAfter = after
    ? sql`(${apiKeys.createdAt}, ${apiKeys.id}) < (${after.at.toISOString()}, ${after.id})`
    : undefined
  const isFound = matchesText(q, apiKeys.name, apiKeys.preview, apiKeys.externalId)
  const rows = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, organizationId),
        IS_KIND[kind],
        ids === undefined ? undefined : inArray(apiKeys.id, ids),
        state === undefined ? undefined : isInState(state, now),
        isAfter,
        isFound,
      ),
    )
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ createdAt, id }) => ({ at: createdAt, id }),
    (row) => row,
  )
}
