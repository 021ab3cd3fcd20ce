/** Fetches what the rules look at: one organization's live keys, projects and traffic. */
import { and, eq, gt, gte, isNull, max, or, sql } from 'drizzle-orm'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import type { Database } from '../../db/database.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { usageBuckets } from '../../db/usage.js'
import { keyNotices } from '../../db/webhooks.js'
import { UNUSED_END } from '../keys/unused-end.js'
import { kindOf } from '../webhooks/describe-key.js'
import { dayOf } from '../usage/day-range.js'
import { daysAgo, type HygieneFacts, type KeyLimits, TRAFFIC_DAYS } from './facts.js'
import { groupBy } from './group-by.js'

export async function readFacts(
  db: Database,
  {
    id: organizationId,
    maxKeyLifetimeDays,
    endUnusedKeysAfterDays,
  }: Pick<OrganizationRow, 'id' | keyof KeyLimits>,
  now: Date,
): Promise<HygieneFacts> {
  const [keys, links, projectRows, traffic] = await Promise.all([
    db
      .select({
        id: apiKeys.id,
        name: apiKeys.name,
        preview: apiKeys.preview,
        createdAt: apiKeys.createdAt,
        expiresAt: apiKeys.expiresAt,
        revokesAt: apiKeys.revokesAt,
        revokedAt: apiKeys.revokedAt,
        replacedById: apiKeys.replacedById,
        lastUsedAt: apiKeys.lastUsedAt,
        publicKey: apiKeys.publicKey,
        unusedNoticeAt: keyNotices.at,
      })
      .from(apiKeys)
      .leftJoin(keyNotices, and(eq(keyNotices.keyId, apiKeys.id), eq(keyNotices.kind, UNUSED_END)))
      .where(
        and(
          eq(apiKeys.organizationId, organizationId),
          isNull(apiKeys.revokedAt),
          or(isNull(apiKeys.revokesAt), gt(apiKeys.revokesAt, now)),
          or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
        ),
      ),
    db
      .select({ keyId: apiKeyProjects.keyId, projectId: apiKeyProjects.projectId })
      .from(apiKeyProjects)
      .where(eq(apiKeyProjects.organizationId, organizationId)),
    db
      .select({
        id: projects.id,
        name: projects.name,
        allowedDomains: projects.allowedDomains,
        allowLocalhost: projects.allowLocalhost,
        publishedScenes: sql<number>`count(${scenes.id})`.mapWith(Number),
      })
      .from(projects)
      .leftJoin(scenes, and(eq(scenes.projectId, projects.id), eq(scenes.status, 'published')))
      .where(eq(projects.organizationId, organizationId))
      .groupBy(projects.id),
    db
      .select({
        keyId: usageBuckets.keyId,
        projectId: usageBuckets.projectId,
        origin: usageBuckets.origin,
        client: usageBuckets.client,
        loads: sql<number>`sum(${usageBuckets.loads})`.mapWith(Number),
        lastSeenAt: max(usageBuckets.lastSeenAt),
      })
      .from(usageBuckets)
      .where(
        and(
          eq(usageBuckets.organizationId, organizationId),
          gte(usageBuckets.day, dayOf(daysAgo(now, TRAFFIC_DAYS))),
          gt(usageBuckets.loads, 0),
        ),
      )
      .groupBy(usageBuckets.keyId, usageBuckets.projectId, usageBuckets.origin, usageBuckets.client),
  ])
  const byKey = groupBy(links, ({ keyId }) => keyId)
  return {
    now,
    limits: { maxKeyLifetimeDays, endUnusedKeysAfterDays },
    keys: keys.map(({ publicKey, ...key }) => ({
      ...key,
      kind: kindOf({ publicKey }),
      projectIds: (byKey.get(key.id) ?? []).map(({ projectId }) => projectId),
    })),
    projects: projectRows,
    traffic: traffic.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt ?? now })),
  }
}
