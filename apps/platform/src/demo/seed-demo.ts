/** Makes the demo organization once; what is there already stays as it is. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createManagementClient, type ManagementClient, ManagementError } from '@vectreal/scene-api/client'
import { DEMO_ACCOUNT } from './demo-account.js'
import { type Demo, readKept } from './demo-file.js'
import { DEMO_SCENES, type DemoSceneFile, MODELS_FOLDER } from './demo-scenes.js'
import { askAuth, openSession } from './session.js'

const ORGANIZATION = { name: 'Demo Studio', slug: 'demo-studio', plan: 'business' } as const
const PROJECT = 'Showroom'
/** Lets a second run find the key that the first one made. */
const KEY_ID = 'demo-sites'
const POSTERS: Readonly<Record<string, string>> = { webp: 'image/webp', png: 'image/png', jpg: 'image/jpeg' }

interface Named {
  readonly id: string
  readonly name: string
}

const PROJECTS = '/api/organizations/{org}/projects'
const SCENES = `${PROJECTS}/{project}/scenes` as const
const SCENE = '/api/organizations/{org}/scenes/{scene}'
const KEYS = '/api/organizations/{org}/api-keys'

export interface SeedOptions {
  /** Where the API listens while the demo is made. */
  readonly baseUrl: string
  readonly operatorToken: string
  /** Keeps what the demo sites need between two starts. */
  readonly file: string
}

export async function seedDemo({ baseUrl, operatorToken, file }: SeedOptions): Promise<Demo> {
  const cookie = await openSession(baseUrl, DEMO_ACCOUNT)
  const owner = createManagementClient({ baseUrl, headers: { cookie } })
  const operator = createManagementClient({ baseUrl, headers: { authorization: `Bearer ${operatorToken}` } })
  const org = await ensureOrganization(baseUrl, cookie, operator)
  const project = await ensureProject(owner, org)
  const kept = await knownHere(owner, org, await readKept(file))
  const scenes: Named[] = []
  const present = await owner.listAll(`GET ${SCENES}`, { params: { org, project } })
  for (const scene of DEMO_SCENES) {
    const found = present.find(({ name }) => name === scene.name)
    // After the first start the owner may have deleted or renamed what the demo made.
    if (found === undefined && kept !== null) continue
    scenes.push(
      found?.status === 'published' ? found : await makeScene(owner, { org, project }, scene, found),
    )
  }
  const key = await ensureKey(owner, org, project, kept)
  const demo: Demo = {
    organizationId: org,
    projectId: project,
    scenes: scenes.map(({ id, name }) => ({ id, name })),
    ...key,
  }
  await writeFile(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  return demo
}

async function ensureOrganization(
  baseUrl: string,
  cookie: string,
  operator: ManagementClient,
): Promise<string> {
  const { name, slug, plan } = ORGANIZATION
  const mine = await askAuth<(Named & { slug: string })[]>(baseUrl, cookie, '/organization/list')
  const found = mine.find((organization) => organization.slug === slug)
  if (found !== undefined) return found.id
  const { id } = await askAuth<Named>(baseUrl, cookie, '/organization/create', { name, slug })
  await operator.call('PUT /api/operator/organizations/{org}/plan', { params: { org: id }, body: { plan } })
  return id
}

async function ensureProject(owner: ManagementClient, org: string): Promise<string> {
  const projects = await owner.listAll(`GET ${PROJECTS}`, { params: { org } })
  const found = projects.find(({ name }) => name === PROJECT) ?? projects[0]
  // No entry is needed: both demo sites are on localhost.
  return (found ?? (await owner.call(`POST ${PROJECTS}`, { params: { org }, body: { name: PROJECT } }))).id
}

/** `found`: what a start made that ended before the scene was published. */
async function makeScene(
  owner: ManagementClient,
  place: { readonly org: string; readonly project: string },
  { name, file, settings }: DemoSceneFile,
  found: Named | undefined,
): Promise<Named> {
  const body = { name, settings, publicPoster: true }
  const scene = found ?? (await owner.call(`POST ${SCENES}`, { params: place, body }))
  const params = { org: place.org, scene: scene.id }
  await owner.call(`PUT ${SCENE}/model`, {
    params,
    upload: await readFile(join(MODELS_FOLDER, `${file}.glb`)),
    mediaType: 'model/gltf-binary',
  })
  const poster = (await readdir(MODELS_FOLDER)).find(
    (entry) => /\.(webp|png|jpg)$/.test(entry) && entry.startsWith(`${file}.`),
  )
  if (poster !== undefined) {
    const mediaType = POSTERS[poster.slice(poster.lastIndexOf('.') + 1)] ?? 'image/png'
    await owner.call(`PUT ${SCENE}/poster`, {
      params,
      upload: await readFile(join(MODELS_FOLDER, poster)),
      mediaType,
    })
  }
  await owner.call(`POST ${SCENE}/publish`, { params })
  return scene
}

/** The key of an earlier start where its plaintext is still known and it still lives; a new one otherwise. */
async function ensureKey(
  owner: ManagementClient,
  org: string,
  project: string,
  kept: Demo | null,
): Promise<{ keyId: string; apiKey: string }> {
  if (kept !== null) {
    // Revoked or expired on purpose, perhaps: then the demo sites show what that looks like.
    return { keyId: kept.keyId, apiKey: kept.apiKey }
  }
  const body = {
    name: 'Demo sites',
    description: 'Used by the two demo sites of npm start.',
    projectIds: [project],
    expiresInDays: 90,
    externalId: KEY_ID,
  } as const
  const create = async () => {
    const { apiKey, token } = await owner.call(`POST ${KEYS}`, { params: { org }, body })
    // Only a repeated request comes without it.
    if (token === undefined) throw new Error('the new key came without its token')
    return { keyId: apiKey.id, apiKey: token }
  }
  try {
    return await create()
  } catch (error) {
    const holder = error instanceof ManagementError && error.is('conflict') ? error.members.apiKey : undefined
    if (holder === undefined) throw error
    // Made by a start that ended before its plaintext was kept: nobody has it.
    await owner.call(`POST ${KEYS}/{key}/revoke`, { params: { org, key: holder.id } })
    return create()
  }
}

/** Null where it was kept for another database. */
async function knownHere(owner: ManagementClient, org: string, kept: Demo | null): Promise<Demo | null> {
  if (kept === null) return null
  try {
    await owner.call(`GET ${KEYS}/{key}`, { params: { org, key: kept.keyId } })
    return kept
  } catch (error) {
    if (error instanceof ManagementError && error.status === 404) return null
    throw error
  }
}
