/** What may be known of a scene without a key. */
import type { Pool, QueryConfig } from 'pg'
import { versionAllowlist, type VersionedAllowlist } from './allowlist-version.js'
import type { DatabaseGuard } from './database-guard.js'
import type { Blob } from './send-blob.js'

const FIND_FRAMING = `
select p.allowed_domains, p.allow_localhost, s.poster_width, s.poster_height,
  case when s.public_poster then s.poster_sha256 end as poster_sha256
from scenes s join projects p on p.id = s.project_id
where s.id = $1 and s.status = 'published'`

const FIND_PUBLIC_POSTER = `
select b.sha256, b.bytes, b.media_type from blobs b
where b.sha256 = $1 and exists (
  select from scenes s join organizations o on o.id = s.organization_id
  where (s.poster_sha256 = b.sha256 or s.link_sha256 = b.sha256) and s.public_poster and s.status = 'published' and o.suspended_at is null)`

const FIND_SCENE_PICTURE = `
select b.sha256, b.bytes, b.media_type from scenes s
join organizations o on o.id = s.organization_id and o.suspended_at is null
join blobs b on b.sha256 = case $2 when 'link' then s.link_sha256 else s.poster_sha256 end
where s.id = $1 and s.public_poster and s.status = 'published'`

interface FramingRow {
  readonly allowed_domains: string[]
  readonly allow_localhost: boolean
  readonly poster_sha256: string | null
  readonly poster_width: number
  readonly poster_height: number
}

/** What the iframe page of a scene is made of. */
export interface Framing {
  /** Who may frame it. */
  readonly allowlist: VersionedAllowlist
  /** Null: it has none that needs no key. */
  readonly publicPoster: { readonly sha256: string; readonly width: number; readonly height: number } | null
}

export interface PublicScenes {
  /** Null: there is no such published scene. */
  findFraming(sceneId: string): Promise<Framing | null>
  /** A poster, or the link picture of one. */
  findPublicPoster(sha256: string): Promise<Blob | null>
  /** The one that a scene has now. */
  findScenePicture(sceneId: string, picture: 'poster' | 'link'): Promise<Blob | null>
}

export function createPublicScenes(pool: Pool, guard: DatabaseGuard): PublicScenes {
  const findPicture = async (query: QueryConfig): Promise<Blob | null> => {
    const { rows } = await guard.run(() =>
      pool.query<{ sha256: string; bytes: string; media_type: string }>(query),
    )
    const [row] = rows
    if (!row) return null
    return { sha256: row.sha256, bytes: Number(row.bytes), mediaType: row.media_type, encodings: [] }
  }
  return {
    async findFraming(sceneId) {
      const { rows } = await guard.run(() =>
        pool.query<FramingRow>({
          name: 'embed-find-framing',
          text: FIND_FRAMING,
          values: [sceneId],
        }),
      )
      const [row] = rows
      return row
        ? {
            allowlist: versionAllowlist({
              allowedDomains: row.allowed_domains,
              allowLocalhost: row.allow_localhost,
            }),
            publicPoster:
              row.poster_sha256 === null
                ? null
                : { sha256: row.poster_sha256, width: row.poster_width, height: row.poster_height },
          }
        : null
    },
    findPublicPoster: (sha256) =>
      findPicture({ name: 'embed-find-public-poster', text: FIND_PUBLIC_POSTER, values: [sha256] }),
    findScenePicture: (sceneId, picture) =>
      findPicture({ name: 'embed-find-scene-picture', text: FIND_SCENE_PICTURE, values: [sceneId, picture] }),
  }
}
