/** Credentials that were found in public, as the API shows them. */
import { isLive, type KeyDates } from '@vectreal/auth-core'
import { eq, inArray } from 'drizzle-orm'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import type { Queryable } from '../../db/database.js'
import type { leaks } from '../../db/leaks.js'
import { projects } from '../../db/projects.js'
import { serviceTokens } from '../../db/service-tokens.js'
import type { Leak } from '../../schemas/leaks.js'
import { groupBy } from '../hygiene/group-by.js'
import { serviceTokenDates } from '../keys/service-token-dates.js'
import { type ExposedProject, judgeExposure } from './judge-exposure.js'

type Row = typeof leaks.$inferSelect

const FIXES = {
  api_key: 'rotate_key',
  service_token: 'revoke_service_token',
  signing_key: 'revoke_signing_key',
} as const

/**
 * The verdicts are about the credentials and the allowlists as they are now.
 * Three queries, one after the other, however many there are.
 */
export async function presentLeaks(db: Queryable, rows: readonly Row[], now: Date): Promise<Leak[]> {
  const idsOf = (...kinds: readonly Row['kind'][]) =>
    rows.filter(({ kind }) => kinds.includes(kind)).map(({ credentialId }) => credentialId)
  const tokens = await readTokenDates(db, idsOf('service_token'))
  const keys = await readKeyDates(db, idsOf('api_key', 'signing_key'))
  const exposed = await readProjects(db, idsOf('api_key'))
  const dates = new Map([...tokens, ...keys])
  return rows.map((row) => {
    const ends = dates.get(row.credentialId)
    return {
      id: row.id,
      kind: row.kind,
      credential: { id: row.credentialId, name: row.name, preview: row.preview },
      url: row.url,
      source: row.source as Leak['source'],
      seenAt: row.seenAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      isLive: ends !== undefined && isLive(ends, now),
      exposure: row.kind === 'api_key' ? presentExposure(exposed.get(row.credentialId) ?? []) : null,
      fix: { action: FIXES[row.kind], id: row.credentialId },
    }
  })
}

function presentExposure(projects: readonly ExposedProject[]): NonNullable<Leak['exposure']> {
  const { isAllowlistInForce, weaknesses } = judgeExposure(projects)
  return { isAllowlistInForce, weaknesses: [...weaknesses] }
}

type DatesById = readonly (readonly [id: string, dates: KeyDates])[]

async function readTokenDates(db: Queryable, ids: readonly string[]): Promise<DatesById> {
  const tokens = await db.select().from(serviceTokens).where(inArray(serviceTokens.id, ids))
  return tokens.map((token) => [token.id, serviceTokenDates(token)])
}

async function readKeyDates(db: Queryable, ids: readonly string[]): Promise<DatesById> {
  const keys = await db.select().from(apiKeys).where(inArray(apiKeys.id, ids))
  return keys.map((key) => [key.id, key])
}

async function readProjects(
  db: Queryable,
  keyIds: readonly string[],
): Promise<ReadonlyMap<string, ExposedProject[]>> {
  const rows = await db
    .select({
      keyId: apiKeyProjects.keyId,
      id: projects.id,
      name: projects.name,
      allowedDomains: projects.allowedDomains,
      allowLocalhost: projects.allowLocalhost,
    })
    .from(apiKeyProjects)
    .innerJoin(projects, eq(projects.id, apiKeyProjects.projectId))
    .where(inArray(apiKeyProjects.keyId, keyIds))
  return groupBy(rows, ({ keyId }) => keyId)
}
