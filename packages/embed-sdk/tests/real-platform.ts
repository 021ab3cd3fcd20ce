/** The real scene-api on a real PostgreSQL, with a published scene, driven over HTTP as the dashboard drives it. */
import '@vectreal/test-kit/vitest-postgres'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFileStorage, createSceneApi, migrateDatabase } from '@vectreal/scene-api'
import { createManagementClient } from '@vectreal/scene-api/client'
import { createLogger } from '@vectreal/scene-api/starting'
import { createDatabase } from '@vectreal/test-kit'
import { inject } from 'vitest'

const OPERATOR_TOKEN = 'operator-token-of-the-tests-0123456789'

// oxlint-disable-next-line typescript/no-explicit-any -- tests read responses freely
type Body = any

/** A published scene in a project of its own, and a key for it. */
export interface Showcase {
  readonly projectId: string
  readonly sceneId: string
  readonly token: string
  readonly keyId: string
}

export interface RealPlatform {
  readonly url: string
  /** `model`: a file of viewer-core's fixtures. */
  publish(model?: string): Promise<Showcase>
  /** As the owner, below the organization. */
  call(method: string, path: string, body?: unknown): Promise<Body>
  /** Moves the clock of the platform. */
  advance(milliseconds: number): void
  close(): Promise<void>
}

export interface RealPlatformOptions {
  /** Refusals of one address before it is limited. */
  readonly authFailureLimit?: number
}

export async function startRealPlatform({
  authFailureLimit = 1000,
}: RealPlatformOptions = {}): Promise<RealPlatform> {
  const database = await createDatabase(inject('postgresUrl'))
  await migrateDatabase(database.url)
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-sdk-'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let offset = 0
  const app = createSceneApi({
    databaseUrl: database.url,
    storage: createFileStorage(join(folder, 'blobs')),
    publicUrl: url,
    authSecret: 'a secret for tests only, long enough',
    operatorToken: OPERATOR_TOKEN,
    singleProcess: true,
    maintenance: false,
    authFailureLimit,
    // Longer than any test takes, however busy the machine is.
    authFailureWindowSeconds: 3600,
    logger: createLogger('silent'),
    clock: { now: () => new Date(Date.now() + offset) },
    embedFiles: fileURLToPath(new URL('../dist/embed/', import.meta.url)),
  })
  server.on('request', app.listener)

  let cookie = ''
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const isRaw = body instanceof Uint8Array
    const response = await fetch(url + path, {
      method,
      headers: {
        cookie,
        ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: isRaw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} responded ${response.status}: ${text}`)
    cookie ||= response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    return text === '' ? null : JSON.parse(text)
  }

  await send('POST', '/api/auth/sign-up/email', {
    name: 'Olive Owner',
    email: 'olive@example.test',
    password: 'correct horse battery',
  })
  const organization = await send('POST', '/api/auth/organization/create', { name: 'Studio', slug: 'studio' })
  await send(
    'PUT',
    `/api/operator/organizations/${organization.id}/plan`,
    { plan: 'enterprise' },
    { authorization: `Bearer ${OPERATOR_TOKEN}` },
  )
  const call: RealPlatform['call'] = (method, path, body) =>
    send(
      method,
      `/api/organizations/${organization.id}${path}`,
      body,
      body instanceof Uint8Array
        ? { 'content-type': path.endsWith('/poster') ? 'image/png' : 'model/gltf-binary' }
        : {},
    )
  const api = createManagementClient({ baseUrl: url, headers: { cookie } })
  let projects = 0

  return {
    url,
    async publish(name = 'race-car.glb') {
      const model = await readFile(new URL(`../../viewer-core/fixtures/${name}`, import.meta.url))
      const slug = `spring-${(projects += 1)}`
      const org = organization.id
      const project = await api.call('POST /api/organizations/{org}/projects', {
        params: { org },
        body: { name: 'Spring', slug, allowedDomains: [] },
      })
      const { id: scene } = await api.call('POST /api/organizations/{org}/projects/{project}/scenes', {
        params: { org, project: project.id },
        body: { name: 'Race car' },
      })
      await api.call('PUT /api/organizations/{org}/projects/{project}/scenes/{scene}/model', {
        params: { org, project: project.id, scene },
        upload: new Uint8Array(model),
        mediaType: 'model/gltf-binary',
      })
      await api.call('POST /api/organizations/{org}/projects/{project}/scenes/{scene}/publish', {
        params: { org, project: project.id, scene },
      })
      const key = await api.call('POST /api/organizations/{org}/api-keys', {
        params: { org },
        body: { name: 'Shop', projectIds: [project.id] },
      })
      return { projectId: project.id, sceneId: scene, token: key.token as string, keyId: key.apiKey.id }
    },
    call,
    advance(milliseconds) {
      offset += milliseconds
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
