/** The typed client against the whole API: what it sends, what it returns, and what it refuses to compile. */
import {
  createManagementClient,
  type ManagementClient,
  ManagementError,
  managementPath,
} from '@vectreal/scene-api/client'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import type { Scene } from '../src/schemas/index.js'
import { makeGlb } from './support/glb.js'
import { createServiceToken } from './support/organization.js'
import { refusalOf } from './support/outcomes.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let org: string
let client: ManagementClient

beforeAll(async () => {
  platform = await startPlatform()
  const owner = await platform.signUp()
  org = await platform.createOrganization(owner)
  const { token } = await createServiceToken(owner, org)
  client = createManagementClient({
    baseUrl: platform.url,
    headers: { authorization: `Bearer ${token}` },
  })
})
afterAll(() => platform.close())

const PROJECTS = 'GET /api/organizations/{org}/projects'

test('makes a project and a scene, uploads its model and reads it at both addresses', async () => {
  const project = await client.call('POST /api/organizations/{org}/projects', {
    params: { org },
    body: { name: 'Shop', allowedDomains: ['shop.example'] },
  })
  const scene = await client.call('POST /api/organizations/{org}/projects/{project}/scenes', {
    params: { org, project: project.id },
    body: { name: 'Chair' },
  })
  expectTypeOf(scene).toEqualTypeOf<Scene>()
  const glb = makeGlb()
  const uploaded = await client.call('PUT /api/organizations/{org}/scenes/{scene}/model', {
    params: { org, scene: scene.id },
    upload: glb,
    mediaType: 'model/gltf-binary',
  })
  expect(uploaded).toMatchObject({ id: scene.id, version: 1, model: { bytes: glb.length } })
  const params = { org, project: project.id, scene: scene.id }
  const inProject = await client.call('GET /api/organizations/{org}/projects/{project}/scenes/{scene}', {
    params,
  })
  expect(await client.call('GET /api/organizations/{org}/scenes/{scene}', { params })).toEqual(inProject)

  const file = await client.call('GET /api/organizations/{org}/scenes/{scene}/model', { params })
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(glb))
  const gone = await client.call('DELETE /api/organizations/{org}/scenes/{scene}', { params })
  expect(gone).toBeUndefined()
})

test('follows a list to its end, and leaves out what has no value', async () => {
  for (const name of ['One', 'Two', 'Three']) {
    await client.call('POST /api/organizations/{org}/projects', { params: { org }, body: { name } })
  }
  const page = await client.call(PROJECTS, { params: { org }, query: { limit: 2, cursor: null } })
  expect(page.items).toHaveLength(2)
  expect(page.nextCursor).not.toBeNull()
  const all = await client.listAll(PROJECTS, { params: { org }, query: { limit: 2 } })
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['One', 'Two', 'Three']))
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})

test('repeats a request by its key without making a second thing', async () => {
  const [project] = await client.listAll(PROJECTS, { params: { org } })
  const create = () =>
    client.call('POST /api/organizations/{org}/api-keys', {
      params: { org },
      body: { name: 'Embed', projectIds: [project?.id ?? ''] },
      idempotencyKey: 'once',
    })
  expect((await create()).apiKey.id).toBe((await create()).apiKey.id)
})

describe('a refusal', () => {
  test('is an error that knows its code and the members of the code', async () => {
    const [project] = await client.listAll(PROJECTS, { params: { org } })
    const create = () =>
      client.call('POST /api/organizations/{org}/api-keys', {
        params: { org },
        body: { name: 'Embed', projectIds: [project?.id ?? ''] },
      })
    const refusal = await refusalOf(Promise.all([create(), create(), create()]))
    expect(refusal).toBeInstanceOf(ManagementError)
    if (!refusal.is('key_limit_reached')) throw refusal
    expectTypeOf(refusal.members.limit).toEqualTypeOf<number | null>()
    expect(refusal.members).toMatchObject({ limit: 2, plan: 'free' })
    expect(refusal.requestId).toMatch(/\S/)
  })

  test('names the fields that were refused', async () => {
    const refusal = await refusalOf(
      client.call('POST /api/organizations/{org}/projects', { params: { org }, body: { name: '' } }),
    )
    expect(refusal).toMatchObject({ code: 'invalid_request', status: 400, errors: [{ path: 'name' }] })
  })

  test('of something in front of the server still has a code', async () => {
    const behind = createManagementClient({
      baseUrl: platform.url,
      send: async () => {
        throw new ManagementError(502, {})
      },
    })
    expect(await refusalOf(behind.call(PROJECTS, { params: { org } }))).toMatchObject({ code: 'http_502' })
  })
})

test('a parameter that is missing is named before anything is sent, and one with a slash stays one', () => {
  expect(() => managementPath(PROJECTS, { params: { org: '' } })).toThrow('params.org is missing')
  expect(managementPath(PROJECTS, { params: { org: 'a/b' } })).toBe('/api/organizations/a%2Fb/projects')
})

test('what the contract does not say does not compile', () => {
  const never = () => {
    // @ts-expect-error -- no such operation
    void client.call('GET /api/nothing')
    // @ts-expect-error -- the organization is missing
    void client.call(PROJECTS, { params: {} })
    // @ts-expect-error -- a project has a name
    void client.call('POST /api/organizations/{org}/projects', { params: { org }, body: {} })
    const tooShort = { name: 'K', projectIds: ['p'], expiresInDays: 7 as const }
    // @ts-expect-error -- keys live 30, 60 or 90 days, or until they are revoked
    void client.call('POST /api/organizations/{org}/api-keys', { params: { org }, body: tooShort })
  }
  expect(never).toBeTypeOf('function')
})
