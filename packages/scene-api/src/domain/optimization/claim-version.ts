/** Takes a version that waits for its optimised file: one node at a time, for as long as its lease runs. */
import { and, eq, exists, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Queryable } from '../../db/database.js'
import { scenes, sceneVersions, type TEXTURE_FORMATS } from '../../db/scenes.js'
import { OPTIMIZER_WALL_MS } from '../../work/optimizer-pool.js'

/** The worker, the check of its result and the store, on a slow day. */
const LEASE_MS = OPTIMIZER_WALL_MS + 120_000
/** A node that died with it counts as one. */
const MAX_ATTEMPTS = 3

export interface ClaimedVersion {
  readonly organizationId: string
  readonly sceneId: string
  readonly version: number
  readonly sha256: string
  /** What the scene wants them to be. */
  readonly textures: (typeof TEXTURE_FORMATS)[number]
  readonly attempt: number
}

/** @param turns organizations in the order of their last turns: each that waits gets one before any gets another */
export async function claimVersion(
  { db, clock }: Context,
  turns: readonly string[],
): Promise<ClaimedVersion | null> {
  const now = clock.now()
  const { rows } = await db.execute<{
    organization_id: string
    scene_id: string
    version: number
    model_sha256: string
    textures: ClaimedVersion['textures']
    optimization_attempts: number
  }>(sql`
    update scene_versions v
    set optimization_lease_until = ${new Date(now.getTime() + LEASE_MS).toISOString()},
      optimization_attempts = v.optimization_attempts + 1
    from (
      select w.scene_id, w.version, s.organization_id, s.textures
      from scene_versions w
      join scenes s on s.id = w.scene_id
      join organizations o on o.id = s.organization_id and o.deleting_at is null
      where w.optimization = 'pending' and w.optimization_attempts < ${MAX_ATTEMPTS}
        and (w.optimization_lease_until is null or w.optimization_lease_until < ${now.toISOString()})
      order by array_position(${sql.param(turns)}::text[], s.organization_id) nulls first, w.version = s.version desc, w.created_at
      limit 1
      for update of w skip locked
    ) next
    where v.scene_id = next.scene_id and v.version = next.version
    returning next.organization_id, next.textures, v.scene_id, v.version, v.model_sha256, v.optimization_attempts`)
  const [row] = rows
  return row
    ? {
        organizationId: row.organization_id,
        sceneId: row.scene_id,
        version: row.version,
        sha256: row.model_sha256,
        textures: row.textures,
        attempt: row.optimization_attempts,
      }
    : null
}

/** Lets somebody try again at once, without counting the attempt: the node stops, or was asked to wait. */
export async function releaseVersion({ db }: Context, claimed: ClaimedVersion): Promise<void> {
  await db
    .update(sceneVersions)
    .set({ optimizationLeaseUntil: null, optimizationAttempts: claimed.attempt - 1 })
    .where(stillMine(db, claimed))
}

/** An attempt that ran into an error; the last one is the end of it. */
export async function failVersion({ db }: Context, claimed: ClaimedVersion, detail: string): Promise<void> {
  const isLast = claimed.attempt >= MAX_ATTEMPTS
  await db
    .update(sceneVersions)
    .set({
      optimizationLeaseUntil: null,
      ...(isLast && { optimization: 'failed', optimizationDetail: detail }),
    })
    .where(stillMine(db, claimed))
}

/** The lease of an attempt ends where a later one began, and where the scene wants other textures meanwhile. */
export const stillMine = (db: Queryable, { sceneId, version, attempt, textures }: ClaimedVersion) =>
  and(
    eq(sceneVersions.sceneId, sceneId),
    eq(sceneVersions.version, version),
    eq(sceneVersions.optimization, 'pending'),
    eq(sceneVersions.optimizationAttempts, attempt),
    exists(
      db
        .select({ id: scenes.id })
        .from(scenes)
        .where(and(eq(scenes.id, sceneId), eq(scenes.textures, textures))),
    ),
  )

/** Versions whose every attempt ended with the node that made it. */
export async function failAbandoned({ db, clock }: Context): Promise<void> {
  await db
    .update(sceneVersions)
    .set({ optimization: 'failed', optimizationDetail: 'It could not be optimised in several attempts.' })
    .where(
      and(
        eq(sceneVersions.optimization, 'pending'),
        sql`${sceneVersions.optimizationAttempts} >= ${MAX_ATTEMPTS}`,
        sql`${sceneVersions.optimizationLeaseUntil} < ${clock.now().toISOString()}`,
      ),
    )
}
