/**
 * What an organization's files count for: every file that a kept version or a poster of its scenes names, each content
 * once. A file that several organizations uploaded is stored once and counts for each of them whole: what one deletes
 * changes nothing for another, and nobody learns that somebody else has the same file. Precompressed copies are the
 * server's own choice and do not count.
 */
import { sql } from 'drizzle-orm'
import type { Queryable } from '../db/database.js'

/** Organizations without files are not in the map. */
export async function sumStoredBytes(
  db: Queryable,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const ids = sql.param([...organizationIds])
  const { rows } = await db.execute<{ organization_id: string; bytes: string }>(sql`
    select named.organization_id, sum(b.bytes) as bytes
    from (
      select s.organization_id, v.model_sha256 as sha256
        from scenes s join scene_versions v on v.scene_id = s.id where s.organization_id = any(${ids}::text[])
      union
      select s.organization_id, s.model_sha256 from scenes s where s.organization_id = any(${ids}::text[])
      union
      select s.organization_id, s.poster_sha256 from scenes s where s.organization_id = any(${ids}::text[])
    ) named
    join blobs b on b.sha256 = named.sha256
    group by named.organization_id`)
  return new Map(rows.map(({ organization_id, bytes }) => [organization_id, Number(bytes)]))
}
