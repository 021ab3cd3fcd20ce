/** Tells webhooks of origins that an allowlist has refused for the first time that day. */
import { suggestAcceptedPattern } from '@vectreal/auth-core'
import { eq, sql } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import { recordEvent } from './record-event.js'

/** Anybody can send origins; an organization hears of so many a day. */
const MAX_A_DAY = 100

export interface RefusedOrigin {
  readonly organizationId: string
  readonly projectId: string
  readonly sceneId: string
  readonly origin: string
  /** UTC day, such as `2026-01-31`. */
  readonly day: string
  readonly firstSeenAt: number
}

/** Those of `refused` that somebody wants to hear of and that have not been counted that day. Asked before they are counted. */
export async function findFirstRefused(
  db: Queryable,
  refused: readonly RefusedOrigin[],
): Promise<RefusedOrigin[]> {
  if (refused.length === 0) return []
  const given = JSON.stringify(
    refused.map(({ organizationId, day, origin }, place) => ({ organizationId, day, origin, place })),
  )
  const { rows } = await db.execute<{ place: number }>(sql`
    select min(g.place)::int as place
    from json_to_recordset(${given}::json) as g("organizationId" text, day date, origin text, place int)
    where exists (
        select from webhooks w
        where w.organization_id = g."organizationId" and w.disabled_at is null
          and w.types @> array['origin.refused_first'])
      and not exists (
        select from refusal_buckets r
        where r.organization_id = g."organizationId" and r.day = g.day and r.origin = g.origin
          and r.code = 'domain_not_allowed')
      and (
        select count(*) from webhook_events e
        where e.organization_id = g."organizationId" and e.type = 'origin.refused_first' and e.at >= g.day
      ) < ${MAX_A_DAY}
    group by g."organizationId", g.day, g.origin
    order by 1 limit ${MAX_A_DAY}`)
  return rows.map(({ place }) => refused[place] as RefusedOrigin)
}

/** In the transaction that counts them. */
export async function noteRefusedOrigins(db: Queryable, first: readonly RefusedOrigin[]): Promise<void> {
  for (const { organizationId, projectId, sceneId, origin, day, firstSeenAt } of first) {
    await recordEvent(db, {
      organizationId,
      type: 'origin.refused_first',
      subject: `origin:${origin}`,
      at: new Date(firstSeenAt),
      onceKey: `origin.refused_first:${day}:${origin}`,
      data: async () => {
        const [project] = await db
          .select({ id: projects.id, name: projects.name })
          .from(projects)
          .where(eq(projects.id, projectId))
        return {
          origin,
          code: 'domain_not_allowed',
          project: project ?? null,
          sceneId,
          suggestedPattern: suggestAcceptedPattern(origin) ?? null,
        }
      },
    })
  }
}
