/** Everything about a key and a scene in one round trip; in busy moments, about many pairs of them. */
import type { AccessRecord, KeyStore } from '@vectreal/auth-core'
import type { Pool } from 'pg'
import type { BlobEncoding } from '../db/blobs.js'
import { versionAllowlist } from './allowlist-version.js'
import { createChangesSince } from './changes-since.js'
import type { DatabaseGuard } from './database-guard.js'
import { batchLookups } from './batch-lookups.js'
import { createPublishedScene, type ManifestOptions, type PublishedScene } from './published-scene.js'

/** How a credential finds its key. Neither kind of key is found by the other's; what was granted names its key. */
const KEY_BY = {
  tokenHash: 'k.token_hash = pair.credential and k.public_key is null',
  signingKeyId: 'k.id = pair.credential and k.public_key is not null',
  keyId: 'k.id = pair.credential',
} as const

/** One row for each pair, in their order; without the key nothing else is looked for. */
const findAccessBy = (credential: keyof typeof KEY_BY) => `
select
  k.id as key_id, k.public_key, k.organization_id as key_organization_id, k.expires_at, k.revokes_at, k.revoked_at,
  o.suspended_at is not null as organization_suspended,
  array(select kp.project_id from api_key_projects kp where kp.key_id = k.id) as project_ids,
  s.id as scene_id, s.organization_id as scene_organization_id, s.project_id, s.name, s.status, s.settings,
  s.version, s.updated_at, s.public_poster,
  m.sha256 as model_sha256, m.bytes as model_bytes, m.media_type as model_media_type, m.encodings as model_encodings,
  s.poster_sha256, s.poster_width, s.poster_height, s.poster_placeholder, s.link_sha256,
  b.bytes as poster_bytes, b.media_type as poster_media_type,
  p.allowed_domains, p.allow_localhost, p.require_visitor_token
from unnest($1::text[], $2::text[]) with ordinality as pair(credential, scene_id, place)
left join api_keys k on ${KEY_BY[credential]}
left join organizations o on o.id = k.organization_id
left join scenes s on s.id = pair.scene_id and k.id is not null
left join projects p on p.id = s.project_id
left join scene_versions v on v.scene_id = s.id and v.version = s.version and s.delivery = 'optimized'
left join blobs m on m.sha256 = coalesce(v.delivered_sha256, s.model_sha256)
left join blobs b on b.sha256 = s.poster_sha256
order by pair.place`

interface AccessRow {
  readonly key_id: string | null
  readonly public_key: string | null
  readonly key_organization_id: string
  readonly expires_at: Date | null
  readonly revokes_at: Date | null
  readonly revoked_at: Date | null
  readonly organization_suspended: boolean
  readonly project_ids: string[]
  readonly scene_id: string | null
  readonly scene_organization_id: string
  readonly project_id: string
  readonly name: string
  readonly status: 'draft' | 'published'
  readonly settings: Record<string, unknown>
  readonly version: number
  readonly updated_at: Date
  readonly public_poster: boolean
  readonly model_sha256: string | null
  readonly model_bytes: string
  readonly model_media_type: string
  readonly model_encodings: BlobEncoding[]
  readonly poster_sha256: string | null
  readonly poster_width: number
  readonly poster_height: number
  readonly poster_placeholder: string
  readonly link_sha256: string | null
  readonly poster_bytes: string
  readonly poster_media_type: string
  readonly allowed_domains: string[] | null
  readonly allow_localhost: boolean
  readonly require_visitor_token: boolean
}

export function createAccessStore(
  pool: Pool,
  guard: DatabaseGuard,
  { onLookup, ...options }: ManifestOptions & { readonly onLookup: () => void },
): KeyStore<PublishedScene> {
  const findAllBy = (by: keyof typeof KEY_BY) => {
    const text = findAccessBy(by)
    return async (pairs: readonly Pair[]): Promise<readonly AccessRow[]> => {
      const { rows } = await guard.run(() =>
        pool.query<AccessRow>({
          name: `embed-find-access-${by}`,
          text,
          values: [pairs.map(({ credential }) => credential), pairs.map(({ sceneId }) => sceneId)],
        }),
      )
      return rows
    }
  }
  const find = (by: keyof typeof KEY_BY) => {
    const lookUp = batchLookups(findAllBy(by))
    return async (credential: string, sceneId: string) => {
      onLookup()
      return toRecord(await lookUp({ credential, sceneId }), options)
    }
  }
  return {
    findAccess: find('tokenHash'),
    findVisitorAccess: find('signingKeyId'),
    findAccessOfKey: find('keyId'),
    findChanges: createChangesSince(pool, guard),
  }
}

interface Pair {
  readonly credential: string
  readonly sceneId: string
}

function toRecord(row: AccessRow, options: ManifestOptions): AccessRecord<PublishedScene> {
  return {
    key: row.key_id === null ? null : { ...keyDates(row), ...keyScope(row, row.key_id) },
    scene:
      row.scene_id === null
        ? null
        : {
            id: row.scene_id,
            organizationId: row.scene_organization_id,
            projectId: row.project_id,
            status: row.status,
            requireVisitorToken: row.require_visitor_token,
            payload: createPublishedScene(sceneOf(row, row.scene_id), options),
          },
    allowlist:
      row.allowed_domains === null
        ? null
        : versionAllowlist({ allowedDomains: row.allowed_domains, allowLocalhost: row.allow_localhost }),
  }
}

function keyDates({ expires_at, revokes_at, revoked_at }: AccessRow) {
  return { expiresAt: expires_at, revokesAt: revokes_at, revokedAt: revoked_at }
}

function keyScope(row: AccessRow, id: string) {
  return {
    id,
    organizationId: row.key_organization_id,
    organizationSuspended: row.organization_suspended,
    projectIds: row.project_ids,
    ...(row.public_key !== null && { publicKey: row.public_key }),
  }
}

function sceneOf(row: AccessRow, id: string) {
  return {
    id,
    projectId: row.project_id,
    name: row.name,
    version: row.version,
    updatedAt: row.updated_at,
    settings: row.settings,
    publicPoster: row.public_poster,
    model:
      row.model_sha256 === null
        ? null
        : {
            sha256: row.model_sha256,
            bytes: Number(row.model_bytes),
            mediaType: row.model_media_type,
            encodings: row.model_encodings,
          },
    poster:
      row.poster_sha256 === null
        ? null
        : {
            sha256: row.poster_sha256,
            bytes: Number(row.poster_bytes),
            mediaType: row.poster_media_type,
            encodings: [],
            width: row.poster_width,
            height: row.poster_height,
            placeholder: row.poster_placeholder,
            linkSha256: row.link_sha256,
          },
  }
}
