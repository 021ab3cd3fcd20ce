/** What may be known of a scene without a key. */
import type { Pool } from 'pg'
import type { DatabaseGuard } from './database-guard.js'
import type { FramedScene } from './frame-page.js'
import type { Blob } from './send-blob.js'

const FIND_FRAMED_SCENE = `
select s.name, p.allowed_domains, p.allow_localhost
from scenes s join projects p on p.id = s.project_id
where s.id = $1 and s.status = 'published'`

const FIND_PUBLIC_POSTER = `
select b.bytes, b.media_type from blobs b
where b.sha256 = $1 and exists (
  select from scenes s where s.poster_sha256 = b.sha256 and s.public_poster and s.status = 'published')`

interface FramedSceneRow {
  readonly name: string
  readonly allowed_domains: string[]
  readonly allow_localhost: boolean
}

export interface PublicScenes {
  findFramedScene(sceneId: string): Promise<FramedScene | null>
  findPublicPoster(sha256: string): Promise<Blob | null>
}

export function createPublicScenes(pool: Pool, guard: DatabaseGuard): PublicScenes {
  return {
    async findFramedScene(sceneId) {
      const { rows } = await guard.run(() =>
        pool.query<FramedSceneRow>({
          name: 'embed-find-framed-scene',
          text: FIND_FRAMED_SCENE,
          values: [sceneId],
        }),
      )
      const [row] = rows
      return row
        ? { name: row.name, allowedDomains: row.allowed_domains, allowLocalhost: row.allow_localhost }
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
