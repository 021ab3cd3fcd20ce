/** A key as the API shows it. */
import { keyStatus } from '@vectreal/auth-core'
import { asc, eq, inArray } from 'drizzle-orm'
import { apiKeyProjects, type apiKeys } from '../../db/api-keys.js'
import type { Queryable } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import type { ApiKey } from '../../schemas/api-keys.js'

export type ApiKeyRow = typeof apiKeys.$inferSelect

/** Reads the projects of all keys at once. */
export async function presentApiKeys(
  db: Queryable,
  rows: readonly ApiKeyRow[],
  now: Date,
): Promise<ApiKey[]> {
  if (rows.length === 0) return []
  const links = await db
    .select({ keyId: apiKeyProjects.keyId, id: projects.id, name: projects.name })
    .from(apiKeyProjects)
    .innerJoin(projects, eq(projects.id, apiKeyProjects.projectId))
    .where(
      inArray(
        apiKeyProjects.keyId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(projects.name), asc(projects.id))
  const byKey = new Map<string, ApiKey['projects']>(rows.map(({ id }) => [id, []]))
  for (const { keyId, id, name } of links) byKey.get(keyId)?.push({ id, name })
  return rows.map((row) => presentApiKey(row, byKey.get(row.id) ?? [], now))
}

export async function presentOneApiKey(db: Queryable, row: ApiKeyRow, now: Date): Promise<ApiKey> {
  return (await presentApiKeys(db, [row], now))[0] as ApiKey
}

function presentApiKey(row: ApiKeyRow, projects: ApiKey['projects'], now: Date): ApiKey {
  const status = keyStatus(row, now)
  // A key whose overlap has run out was revoked at its end, by whoever planned it.
  const revokedAt = row.revokedAt ?? (status === 'revoked' ? row.revokesAt : null)
  const { id, organizationId, name, description, preview, lastUsedOrigin, rotatedFromId, replacedById } = row
  return {
    id,
    organizationId,
    name,
    description,
    preview,
    projects,
    status,
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdById, name: row.createdByName, email: row.createdByEmail },
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedOrigin,
    rotatedFromId,
    replacedById,
    revokesAt: row.revokesAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    revokedBy:
      revokedAt === null || row.revokedById === null
        ? null
        : { id: row.revokedById, name: row.revokedByName ?? '', email: row.revokedByEmail },
    externalId: row.externalId,
  }
}
