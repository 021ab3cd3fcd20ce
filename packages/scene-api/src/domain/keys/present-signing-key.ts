/** A signing key as the API shows it. It is a key like any other, but for its rotation and its external id. */
import type { Queryable } from '../../db/database.js'
import type { SigningKey } from '../../schemas/signing-keys.js'
import { type ApiKeyRow, presentApiKeys } from './present-api-key.js'

export async function presentSigningKeys(
  db: Queryable,
  rows: readonly ApiKeyRow[],
  now: Date,
): Promise<SigningKey[]> {
  const keys = await presentApiKeys(db, rows, now)
  return keys.map((key, index) => ({
    id: key.id,
    organizationId: key.organizationId,
    name: key.name,
    preview: key.preview,
    publicKey: rows[index]?.publicKey ?? '',
    projects: key.projects,
    status: key.status,
    createdAt: key.createdAt,
    createdBy: key.createdBy,
    expiresAt: key.expiresAt,
    lastUsedAt: key.lastUsedAt,
    lastUsedOrigin: key.lastUsedOrigin,
    revokedAt: key.revokedAt,
    revokedBy: key.revokedBy,
  }))
}

export async function presentOneSigningKey(db: Queryable, row: ApiKeyRow, now: Date): Promise<SigningKey> {
  return (await presentSigningKeys(db, [row], now))[0] as SigningKey
}
