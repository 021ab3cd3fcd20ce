/** What the platform says about an embed key: asked as a page would ask, and by the list of keys where one is signed in. */
import { randomUUID } from 'node:crypto'
import type { Client } from '../platform/client.js'
import type { ApiKey } from '../platform/types.js'

export interface KeyHealth {
  readonly state: 'live' | 'unknown_key' | 'key_revoked' | 'key_expired' | 'not asked'
  /** Of the organization that one is signed in to; null: not in its list, or not signed in. */
  readonly key: ApiKey | null
  /** Whether the origin would pass for each project of the key; null: not asked. */
  readonly origins: readonly { readonly project: string; readonly allowed: boolean }[] | null
}

const DEAD = new Set(['unknown_key', 'key_revoked', 'key_expired'])
const TIMEOUT_MS = 15_000

/** The key is checked before the scene is looked for: of no scene at all, a live key hears `scene_not_found`. */
async function askAsPage(platform: string, token: string): Promise<KeyHealth['state']> {
  try {
    const response = await fetch(`${platform}/api/scenes/${randomUUID()}`, {
      headers: { authorization: `Bearer ${token}`, origin: platform },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const { code } = (await response.json()) as { code?: string }
    if (code !== undefined && DEAD.has(code)) return code as KeyHealth['state']
    return code === 'scene_not_found' ? 'live' : 'not asked'
  } catch {
    return 'not asked'
  }
}

export interface Question {
  readonly platform: string
  readonly token: string
  readonly preview: string
  /** Null: not signed in. */
  readonly client: Client | null
  readonly keys: readonly ApiKey[]
  readonly origin: string | undefined
}

export async function askPlatform({
  platform,
  token,
  preview,
  client,
  keys,
  origin,
}: Question): Promise<KeyHealth> {
  const state = await askAsPage(platform, token)
  if (state !== 'live') return { state, key: null, origins: null }
  const alike = keys.filter(
    (key) => key.preview === preview && ['active', 'expiring', 'rotating'].includes(key.status),
  )
  // Four characters are few: two alike tell nothing.
  const key = alike.length === 1 ? (alike[0] ?? null) : null
  if (key === null || client === null || origin === undefined) return { state, key, origins: null }
  const origins = await Promise.all(
    key.projects.map(async ({ id, name }) => {
      const { allowed } = await client.api.call(
        'POST /api/organizations/{org}/projects/{project}/check-origin',
        { params: { org: client.org, project: id }, body: { origin } },
      )
      return { project: name, allowed }
    }),
  )
  return { state, key, origins }
}
