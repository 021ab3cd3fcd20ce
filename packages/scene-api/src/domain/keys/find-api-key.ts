/** One embed key of one organization. */
import { and, eq, isNull } from 'drizzle-orm'
import { apiKeys } from '../../db/api-keys.js'
import type { Queryable } from '../../db/database.js'
import { Problem } from '../../problem.js'
import type { ApiKeyRow } from './present-api-key.js'

export async function requireApiKeyRow(
  db: Queryable,
  organizationId: string,
  keyId: string,
): Promise<ApiKeyRow> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, keyId), eq(apiKeys.organizationId, organizationId), isNull(apiKeys.publicKey)))
  if (!row) throw new Problem('not_found', { detail: 'The organization has no such API key.' })
  return row
}
