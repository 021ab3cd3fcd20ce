/** A credential that was found in public, as the API shows it. */
import { isLive, type KeyDates } from '@vectreal/auth-core'
import { eq } from 'drizzle-orm'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import type { Queryable } from '../../db/database.js'
import type { leaks } from '../../db/leaks.js'
import { projects } from '../../db/projects.js'
import { serviceTokens } from '../../db/service-tokens.js'
import type { Leak } from '../../schemas/leaks.js'
import { serviceTokenDates } from '../keys/service-token-dates.js'
import { judgeExposure } from './judge-exposure.js'

/** The verdict is about the credential and the allowlists as they are now. */
export async function presentLeak(db: Queryable, row: typeof leaks.$inferSelect, now: Date): Promise<Leak> {
  const { id, kind, credentialId, name, preview, url, source } = row
  const dates = await readDates(db, row)
  return {
    id,
    kind,
    credential: { id: credentialId, name, preview },
    url,
    source: source as Leak['source'],
    seenAt: row.seenAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    isLive: dates !== null && isLive(dates, now),
    exposure: kind === 'api_key' ? await readExposure(db, credentialId) : null,
    fix:
      kind === 'api_key'
        ? { action: 'rotate_key', id: credentialId }
        : {
            action: kind === 'service_token' ? 'revoke_service_token' : 'revoke_signing_key',
            id: credentialId,
          },
  }
}

async function readDates(
  db: Queryable,
  { kind, credentialId }: typeof leaks.$inferSelect,
): Promise<KeyDates | null> {
  if (kind === 'service_token') {
    const [token] = await db.select().from(serviceTokens).where(eq(serviceTokens.id, credentialId))
    return token ? serviceTokenDates(token) : null
  }
  const [key] = await db.select().from(apiKeys).where(eq(apiKeys.id, credentialId))
  return key ?? null
}

async function readExposure(db: Queryable, keyId: string): Promise<NonNullable<Leak['exposure']>> {
  const rows = await db
    .select({
      id: projects.id,
      name: projects.name,
      allowedDomains: projects.allowedDomains,
      allowLocalhost: projects.allowLocalhost,
    })
    .from(apiKeyProjects)
    .innerJoin(projects, eq(projects.id, apiKeyProjects.projectId))
    .where(eq(apiKeyProjects.keyId, keyId))
  const { isAllowlistInForce, weaknesses } = judgeExposure(rows)
  return { isAllowlistInForce, weaknesses: [...weaknesses] }
}
