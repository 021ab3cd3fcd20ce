/** Keys, projects and published scenes for the tests of the embed routes, and requests as pages send them. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { createSceneApi, type SceneApi, type SceneApiOptions } from '../../src/index.js'
import { createKey, createProject } from './organization.js'
import type { ApiResponse, Person, TestPlatform } from './platform.js'

export const SITE = 'https://shop.example.com'

export interface Fixture {
  readonly owner: Person
  readonly org: string
  /** Allows `SITE`. */
  readonly project: string
  /** Allows `https://other.example.com`. */
  readonly otherProject: string
  readonly scene: TestScene
  readonly otherScene: TestScene
  /** Covers `project` only. */
  readonly token: string
  readonly keyId: string
}

export interface TestScene {
  readonly id: string
  readonly model: Buffer
  readonly sha256: string
  readonly poster: Buffer | null
}

export async function createFixture(platform: TestPlatform): Promise<Fixture> {
  const owner = await platform.signUp()
  const org = await platform.createOrganization(owner, 'enterprise')
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  const otherProject = await createProject(owner, org, { allowedDomains: ['https://other.example.com'] })
  const [scene, otherScene, key] = await Promise.all([
    createScene(platform, { org, project, poster: true }),
    createScene(platform, { org, project: otherProject }),
    createKey(owner, org, [project]),
  ])
  return { owner, org, project, otherProject, scene, otherScene, ...key }
}

export async function createScene(
  platform: TestPlatform,
  {
    org,
    project,
    status = 'published',
    poster = false,
    publicPoster = false,
    modelBytes = 5000,
  }: {
    org: string
    project: string
    status?: 'draft' | 'published'
    poster?: boolean
    publicPoster?: boolean
    modelBytes?: number
  },
): Promise<TestScene> {
  const id = randomUUID()
  const model = randomBytes(modelBytes)
  const image = poster ? randomBytes(700) : null
  const sha256 = await store(platform, model, 'model/gltf-binary')
  const posterSha256 = image && (await store(platform, image, 'image/webp'))
  await platform.app.context.pool.query(
    `insert into scenes (id, organization_id, project_id, name, status, version, model_sha256, public_poster,
       poster_sha256, poster_width, poster_height, poster_placeholder, created_at, updated_at)
     values ($1, $2, $3, 'Scene', $4, 1, $5, $6, $7, $8, $8, $9, now(), now())`,
    [id, org, project, status, sha256, publicPoster, posterSha256, image && 32, image && 'data:,'],
  )
  return { id, model, sha256, poster: image }
}

async function store(platform: TestPlatform, bytes: Buffer, mediaType: string): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = join(platform.folder, `upload-${randomUUID()}`)
  await writeFile(file, bytes)
  await platform.app.context.storage.put(sha256, file, { mediaType })
  await platform.app.context.pool.query(
    'insert into blobs (sha256, bytes, media_type, touched_at) values ($1, $2, $3, now()) on conflict do nothing',
    [sha256, bytes.length, mediaType],
  )
  return sha256
}

export type RawHeaders = readonly (readonly [string, string])[] | Record<string, string>

export interface RawResponse extends Omit<ApiResponse, 'headers'> {
  readonly headers: Record<string, string | undefined>
  readonly bytes: Buffer
}

export interface RawOptions {
  readonly method?: string
  readonly headers?: RawHeaders
  readonly body?: string | Buffer
}

/** A request byte for byte as given: `fetch` would add, merge and forbid headers. */
export function raw(
  url: string,
  { method = 'GET', headers = {}, body }: RawOptions = {},
): Promise<RawResponse> {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  const { host } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method,
      agent: false,
      headers: [['Host', host], ...pairs].flat(),
    })
    request.once('error', reject)
    request.once('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const bytes = Buffer.concat(chunks)
        const isJson = /json/.test(response.headers['content-type'] ?? '') && bytes.length > 0
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string | undefined>,
          bytes,
          body: isJson ? JSON.parse(bytes.toString()) : bytes.toString(),
        })
      })
    })
    request.end(body)
  })
}

/** What a page on `origin` sends with a key. */
export function keyed(token: string, origin: string | null = SITE): Record<string, string> {
  return { Authorization: `Bearer ${token}`, ...(origin !== null && { Origin: origin }) }
}

export interface TestNode {
  readonly url: string
  readonly app: SceneApi
  close(): Promise<void>
}

/** Another process's view: a second app over the same database and store, with a memory of its own. */
export async function addNode(
  platform: TestPlatform,
  options: Partial<SceneApiOptions> = {},
): Promise<TestNode> {
  const { context } = platform.app
  const app = createSceneApi({
    ...context.settings,
    databaseUrl: platform.databaseUrl,
    storage: context.storage,
    clock: context.clock,
    logger: context.logger,
    maintenance: false,
    ...options,
  } as SceneApiOptions)
  const server = createServer(app.listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
    },
  }
}

/** How often the platform has asked its database about a key and a scene, by its metrics. */
export async function countLookups({ url }: TestPlatform): Promise<number> {
  const { body } = await raw(`${url}/metrics`)
  return Number(/^vectreal_embed_lookups_total (\d+)$/m.exec(body)?.[1])
}
