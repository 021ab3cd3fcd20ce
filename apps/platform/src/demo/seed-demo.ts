/** Makes the demo organization once; what is there already stays as it is. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiClient, ApiError, createApiClient, openSession } from './api-client.js'
import { DEMO_SCENES, type DemoSceneFile, MODELS_FOLDER } from './demo-scenes.js'

export const DEMO_ACCOUNT = {
  name: 'Olivia Owner',
  email: 'owner@demo.vectreal.localhost',
  password: 'vectreal-demo',
} as const

const ORGANIZATION = { name: 'Demo Studio', slug: 'demo-studio', plan: 'business' } as const
const PROJECT = 'Showroom'
/** Lets a second run find the key that the first one made. */
const KEY_ID = 'demo-sites'
const POSTERS: Readonly<Record<string, string>> = { webp: 'image/webp', png: 'image/png', jpg: 'image/jpeg' }

export interface Demo {
  readonly organizationId: string
  readonly projectId: string
  readonly scenes: readonly { readonly id: string; readonly name: string }[]
  readonly keyId: string
  /** The plaintext, kept for the demo sites alone. */
  readonly apiKey: string
}

interface Named {
  readonly id: string
  readonly name: string
}
interface Page<Item> {
  readonly items: readonly Item[]
}
interface CreatedKey {
  readonly apiKey: { readonly id: string }
  readonly token: string
}

export interface SeedOptions {
  /** Where the API answers while the demo is made. */
  readonly baseUrl: string
  readonly operatorToken: string
  /** Keeps what the demo sites need between two starts. */
  readonly file: string
}

export async function seedDemo({ baseUrl, operatorToken, file }: SeedOptions): Promise<Demo> {
  const cookie = await openSession(baseUrl, DEMO_ACCOUNT)
  const owner = createApiClient(baseUrl, { cookie })
  const organizationId = await ensureOrganization(owner, createApiClient(baseUrl, bearer(operatorToken)))
  const base = `/api/organizations/${organizationId}`
  const projectId = await ensureProject(owner, base)
  const kept = await knownHere(owner, base, await readKept(file))
  const scenes: Named[] = []
  const present = await owner.get<Page<Named>>(`${base}/projects/${projectId}/scenes?limit=100`)
  for (const scene of DEMO_SCENES) {
    const found = present.items.find(({ name }) => name === scene.name)
    // After the first start the owner may have deleted or renamed what the demo made.
    if (found === undefined && kept !== null) continue
    scenes.push(await ensureScene(owner, `${base}/projects/${projectId}/scenes`, scene, found))
  }
  const key = await ensureKey(owner, base, projectId, kept)
  const demo: Demo = {
    organizationId,
    projectId,
    scenes: scenes.map(({ id, name }) => ({ id, name })),
    ...key,
  }
  await writeFile(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  return demo
}

async function ensureOrganization(owner: ApiClient, operator: ApiClient): Promise<string> {
  const { name, slug, plan } = ORGANIZATION
  const mine = await owner.get<(Named & { slug: string })[]>('/api/auth/organization/list')
  const found = mine.find((organization) => organization.slug === slug)
  if (found !== undefined) return found.id
  const { id } = await owner.send<Named>('POST', '/api/auth/organization/create', { name, slug })
  await operator.send('PUT', `/api/operator/organizations/${id}/plan`, { plan })
  return id
}

async function ensureProject(owner: ApiClient, base: string): Promise<string> {
  const { items } = await owner.get<Page<Named>>(`${base}/projects?limit=100`)
  const found = items.find(({ name }) => name === PROJECT) ?? items[0]
  // No entry is needed: both demo sites are on localhost.
  return (found ?? (await owner.send<Named>('POST', `${base}/projects`, { name: PROJECT }))).id
}

async function ensureScene(
  owner: ApiClient,
  base: string,
  { name, file, settings }: DemoSceneFile,
  found: Named | undefined,
): Promise<Named> {
  if (found !== undefined && (found as { status?: string }).status === 'published') return found
  const scene = found ?? (await owner.send<Named>('POST', base, { name, settings, publicPoster: true }))
  await owner.upload(
    `${base}/${scene.id}/model`,
    await readFile(join(MODELS_FOLDER, `${file}.glb`)),
    'model/gltf-binary',
  )
  const poster = (await readdir(MODELS_FOLDER)).find(
    (entry) => /\.(webp|png|jpg)$/.test(entry) && entry.startsWith(`${file}.`),
  )
  if (poster !== undefined) {
    const mediaType = POSTERS[poster.slice(poster.lastIndexOf('.') + 1)] ?? 'image/png'
    await owner.upload(`${base}/${scene.id}/poster`, await readFile(join(MODELS_FOLDER, poster)), mediaType)
  }
  await owner.send('POST', `${base}/${scene.id}/publish`)
  return scene
}

/** The key of an earlier start where its plaintext is still known and it still lives; a new one otherwise. */
async function ensureKey(
  owner: ApiClient,
  base: string,
  projectId: string,
  kept: Demo | null,
): Promise<{ keyId: string; apiKey: string }> {
  if (kept !== null) {
    // Revoked or expired on purpose, perhaps: then the demo sites show what that looks like.
    return { keyId: kept.keyId, apiKey: kept.apiKey }
  }
  const body = {
    name: 'Demo sites',
    description: 'Used by the two demo sites of npm start.',
    projectIds: [projectId],
    expiresInDays: 90,
    externalId: KEY_ID,
  }
  const create = async () => {
    const { apiKey, token } = await owner.send<CreatedKey>('POST', `${base}/api-keys`, body)
    return { keyId: apiKey.id, apiKey: token }
  }
  try {
    return await create()
  } catch (error) {
    const holder =
      error instanceof ApiError && error.status === 409
        ? (error.body['apiKey'] as Named | undefined)
        : undefined
    if (holder === undefined) throw error
    // Made by a start that ended before its plaintext was kept: nobody has it.
    await owner.send('POST', `${base}/api-keys/${holder.id}/revoke`)
    return create()
  }
}

/** Null where it was kept for another database. */
async function knownHere(owner: ApiClient, base: string, kept: Demo | null): Promise<Demo | null> {
  if (kept === null) return null
  try {
    await owner.get(`${base}/api-keys/${kept.keyId}`)
    return kept
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** What an earlier start made; null before the first. */
export async function readKept(file: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Demo
  } catch {
    return null
  }
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}
