/**
 * What an organization's files count for: every file that a kept version (its optimised file too) or a poster of its scenes
 * (its link picture too) names, each content once. A file that several organizations uploaded is stored once and counts for each of them whole: what one deletes
 * changes nothing for another, and nobody learns that somebody else has the same file. Precompressed copies are the
 * server's own choice and do not count.
 */
import { sql } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'

/** Organizations without files are not in the map. */
export async function sumStoredBytes(
  db: Queryable,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const areTheirs = sql`s.organization_id = any(${sql.param([...organizationIds])}::text[])`
  const ofScenes = (column: string) => {
    const file = sql.raw(`s.${column}`)
    return sql`select s.organization_id, ${file} as sha256 from scenes s where ${areTheirs} and ${file} is not null`
  }
  const ofVersions = (column: string) => {
    const file = sql.raw(`v.${column}`)
    return sql`select s.organization_id, ${file} as sha256 from scenes s
      join scene_versions v on v.scene_id = s.id where ${areTheirs} and ${file} is not null`
  }
  const files = [
    ...['model_sha256', 'delivered_sha256'].map(ofVersions),
    ...['model_sha256', 'poster_sha256', 'link_sha256'].map(ofScenes),
  ]
  const { rows } = await db.execute<{ organization_id: string; bytes: string }>(sql`
    select named.organization_id, sum(b.bytes) as bytes
    from (${sql.join(files, sql` union `)}) named
    join blobs b on b.sha256 = named.sha256
    group by named.organization_id`)
  return new Map(rows.map(({ organization_id, bytes }) => [organization_id, Number(bytes)]))
}
