/** Takes a scene that waits for a poster of its model: one node at a time, for as long as its lease runs. */
import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { POSTER_IS_DUE, sceneVersions } from '../../db/scenes.js'
import { DRAWING_WALL_MS } from '../../work/drawing-pool.js'

/** The browser, the picture's own worker and the store, on a slow day. */
const LEASE_MS = DRAWING_WALL_MS + 60_000
/** A node that died with it counts as one. */
const MAX_ATTEMPTS = 2
/** Whoever uploads in the dashboard sees the model there at once, and its browser makes the picture. */
const DASHBOARD_FIRST_MS = 30_000

export interface ClaimedPoster {
  readonly organizationId: string
  readonly sceneId: string
  readonly projectId: string
  readonly name: string
  readonly settings: Record<string, unknown>
  readonly version: number
  readonly sha256: string
  readonly bytes: number
  readonly attempt: number
}

/** @param turns organizations in the order of their last turns: each that waits gets one before any gets another */
export async function claimPoster(
  { db, clock }: Context,
  turns: readonly string[],
): Promise<ClaimedPoster | null> {
  const now = clock.now()
  const { rows } = await db.execute<{
    organization_id: string
    scene_id: string
    project_id: string
    name: string
    settings: Record<string, unknown>
    version: number
    model_sha256: string
    bytes: string
    poster_attempts: number
  }>(sql`
    update scene_versions v
    set poster_lease_until = ${new Date(now.getTime() + LEASE_MS).toISOString()}, poster_attempts = v.poster_attempts + 1
    from (
      select w.scene_id, w.version, s.organization_id, s.project_id, s.name, s.settings, b.bytes
      from (
        select * from scenes where ${POSTER_IS_DUE}
      ) s
      join scene_versions w on w.scene_id = s.id and w.version = s.version
      join blobs b on b.sha256 = w.model_sha256
      join organizations o on o.id = s.organization_id and o.deleting_at is null
      where w.poster_attempts < ${MAX_ATTEMPTS}
        and w.created_at <= ${new Date(now.getTime() - DASHBOARD_FIRST_MS).toISOString()}
        and (w.poster_lease_until is null or w.poster_lease_until < ${now.toISOString()})
      order by array_position(${sql.param(turns)}::text[], s.organization_id) nulls first, w.created_at desc
      limit 1
      for update of w skip locked
    ) next
    where v.scene_id = next.scene_id and v.version = next.version
    returning next.organization_id, v.scene_id, next.project_id, next.name, next.settings, v.version, v.model_sha256,
      next.bytes, v.poster_attempts`)
  const [row] = rows
  return row
    ? {
        organizationId: row.organization_id,
        sceneId: row.scene_id,
        projectId: row.project_id,
        name: row.name,
        settings: row.settings,
        version: row.version,
        sha256: row.model_sha256,
        bytes: Number(row.bytes),
        attempt: row.poster_attempts,
      }
    : null
}

/** Free for another attempt. `counts`: this one was one. */
export async function releasePoster(
  { db }: Context,
  { sceneId, version, attempt }: ClaimedPoster,
  counts: boolean,
): Promise<void> {
  await db
    .update(sceneVersions)
    .set({ posterLeaseUntil: null, posterAttempts: counts ? attempt : attempt - 1 })
    .where(
      and(
        eq(sceneVersions.sceneId, sceneId),
        eq(sceneVersions.version, version),
        eq(sceneVersions.posterAttempts, attempt),
      ),
    )
}
