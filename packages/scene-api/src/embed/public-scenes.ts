/** What may be known of a scene without a key. */
import type { Pool } from 'pg'
import { versionAllowlist, type VersionedAllowlist } from './allowlist-version.js'
import type { DatabaseGuard } from './database-guard.js'
import type { Blob } from './send-blob.js'

const FIND_FRAMING = `
select p.allowed_domains, p.allow_localhost
from scenes s join projects p on p.id = s.project_id
where s.id = $1 and s.status = 'published'`

const FIND_PUBLIC_POSTER = `
select b.bytes, b.media_type from blobs b
where b.sha256 = $1 and exists (
  select from scenes s join organizations o on o.id = s.organization_id
  where s.poster_sha256 = b.sha256 and s.public_poster and s.status = 'published' and o.suspended_at is null)`

interface FramingRow {
  readonly allowed_domains: string[]
  readonly allow_localhost: boolean
}

export interface PublicScenes {
  /** Who may frame a published scene. Null: there is none. */
  findFraming(sceneId: string): Promise<VersionedAllowlist | null>
  findPublicPoster(sha256: string): Promise<Blob | null>
}

export function createPublicScenes(pool: Pool, guard: DatabaseGuard): PublicScenes {
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
        ? versionAllowlist({ allowedDomains: row.allowed_domains, allowLocalhost: row.allow_localhost })
        : null
    },
    async findPublicPoster(sha256) {
      const { rows } = await guard.run(() =>
        pool.query<{ bytes: string; media_type: string }>({
          name: 'embed-find-public-poster',
          text: FIND_PUBLIC_POSTER,
          values: [sha256],
        }),
      )
      const [row] = rows
      return row ? { sha256, bytes: Number(row.bytes), mediaType: row.media_type, encodings: [] } : null
    },
  }
}
