/** Ten tenants that a program provisions at once, and what each one's key opens. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyed, raw } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { type Caller, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const TENANTS = Array.from({ length: 10 }, (_, index) => index)

interface Tenant {
  readonly origin: string
  readonly project: string
  readonly scene: string
  readonly keyId: string
  readonly token: string
}

let platform: TestPlatform
let owner: Person
let org: string
let serviceToken: string
let tenants: Tenant[]

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
  serviceToken = (await owner.post(path('/service-tokens'), { name: 'Sign-ups' })).body.token
  const program = platform.bearer(serviceToken)
  tenants = await Promise.all(TENANTS.map((number) => provision(program, number)))
}, 180_000)
afterAll(() => platform.close())

const path = (rest: string) => `/api/organizations/${org}${rest}`
const manifest = (scene: string, headers: Record<string, string>) =>
  raw(`${platform.url}/api/scenes/${scene}`, { headers })

/** What a sign-up calls. No browser session is involved. */
async function provision(program: Caller, number: number): Promise<Tenant> {
  const origin = `https://tenant-${number}.example.com`
  const project = await created(
    program.post(
      path('/projects'),
      { name: `Tenant ${number}`, allowedDomains: [`tenant-${number}.example.com`], allowLocalhost: false },
      { 'idempotency-key': randomUUID() },
    ),
  )
  const scene = await created(
    program.post(path(`/projects/${project.id}/scenes`), { name: `Scene ${number}` }),
  )
  const model = makeGlb({ change: (gltf) => ({ ...gltf, extras: { tenant: number } }) })
  const uploaded = await program.put(path(`/scenes/${scene.id}/model`), model, {
    'content-type': 'model/gltf-binary',
  })
  expect(uploaded.status).toBe(200)
  expect((await program.post(path(`/scenes/${scene.id}/publish`))).status).toBe(200)
  const key = await created(
    program.post(path('/api-keys'), {
      name: `Tenant ${number}`,
      projectIds: [project.id],
      externalId: `tenant-${number}`,
    }),
  )
  return { origin, project: project.id, scene: scene.id, keyId: key.apiKey.id, token: key.token }
}

async function created(response: ReturnType<Caller['post']>) {
  const { status, body } = await response
  expect({ status, body }).toMatchObject({ status: 201 })
  return body
}

test('ten sign-ups at once give ten projects, ten scenes and ten keys', async () => {
  for (const member of ['project', 'scene', 'keyId', 'token'] as const) {
    expect(new Set(tenants.map((tenant) => tenant[member])).size).toBe(10)
  }
  const { body } = await owner.get(path('/api-keys?limit=100'))
  expect(body.items.map(({ externalId }: { externalId: string }) => externalId).toSorted()).toEqual(
    TENANTS.map((number) => `tenant-${number}`),
  )
})

describe.each(TENANTS)('the key of tenant %i', (number) => {
  const own = () => tenants[number] as Tenant
  const others = () => tenants.filter((tenant) => tenant !== own())

  test('loads the scene and its model from the own site', async () => {
    const { scene, project, token, origin } = own()
    const response = await manifest(scene, keyed(token, origin))
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: scene, projectId: project, name: `Scene ${number}` })
    const model = await raw(`${platform.url}/api/scenes/${scene}/model`, { headers: keyed(token, origin) })
    expect(model.status).toBe(200)
    expect(model.bytes.toString('latin1')).toContain(`"tenant":${number}`)
  })

  test("opens no neighbour's scene, from the neighbour's site", async () => {
    const responses = await Promise.all(
      others().map(({ scene, origin }) => manifest(scene, keyed(own().token, origin))),
    )
    for (const { status, body } of responses) {
      expect({ status, ...body }).toMatchObject({
        status: 403,
        code: 'project_out_of_scope',
        layer: 'project',
      })
    }
  })

  test("does not work on a neighbour's site", async () => {
    const responses = await Promise.all(
      others().map(({ origin }) => manifest(own().scene, keyed(own().token, origin))),
    )
    for (const { status, body } of responses) {
      expect({ status, ...body }).toMatchObject({ status: 403, code: 'domain_not_allowed', layer: 'domain' })
    }
  })
})

test("a key of one's own for the marketing site does not work on a tenant's", async () => {
  const marketing = await created(
    owner.post(path('/projects'), { name: 'Marketing', allowedDomains: ['www.example.com'] }),
  )
  const key = await created(owner.post(path('/api-keys'), { name: 'Marketing', projectIds: [marketing.id] }))
  const scene = await created(owner.post(path(`/projects/${marketing.id}/scenes`), { name: 'Banner' }))
  await owner.put(path(`/scenes/${scene.id}/model`), makeGlb(), { 'content-type': 'model/gltf-binary' })
  await owner.post(path(`/scenes/${scene.id}/publish`))

  expect((await manifest(scene.id, keyed(key.token, 'https://www.example.com'))).status).toBe(200)
  const elsewhere = await manifest(scene.id, keyed(key.token, (tenants[0] as Tenant).origin))
  expect(elsewhere).toMatchObject({ status: 403, body: { code: 'domain_not_allowed' } })
})

test("deleting a tenant's project takes its scenes along and leaves the key with the rest", async () => {
  const program = platform.bearer(serviceToken)
  const [gone, rest] = await Promise.all(
    ['Gone', 'Rest'].map(async (name) => {
      const { id } = await created(program.post(path('/projects'), { name }))
      const scene = await created(program.post(path(`/projects/${id}/scenes`), { name }))
      await program.put(path(`/scenes/${scene.id}/model`), makeGlb(), { 'content-type': 'model/gltf-binary' })
      await program.post(path(`/scenes/${scene.id}/publish`))
      return { id, scene: scene.id }
    }),
  )
  const { token, apiKey } = await created(
    program.post(path('/api-keys'), { name: 'Both', projectIds: [gone?.id, rest?.id] }),
  )
  const load = async (scene = '') => (await manifest(scene, keyed(token, 'http://localhost'))).status
  expect([await load(gone?.scene), await load(rest?.scene)]).toEqual([200, 200])

  const asked = await program.delete(path(`/projects/${gone?.id}?confirm=false`))
  expect(asked.body).toMatchObject({
    status: 409,
    code: 'conflict',
    scenes: [{ id: gone?.scene }],
    apiKeys: [{ id: apiKey.id }],
  })
  expect(await load(gone?.scene)).toBe(200)

  expect((await program.delete(path(`/projects/${gone?.id}`))).status).toBe(204)
  expect([await load(gone?.scene), await load(rest?.scene)]).toEqual([404, 200])
  const { body } = await program.get(path(`/api-keys/${apiKey.id}`))
  expect(body.projects.map(({ id }: { id: string }) => id)).toEqual([rest?.id])
})

test.each(['', '/model', '/poster'])('the service token opens no scene at …%s', async (below) => {
  const { scene, origin } = tenants[0] as Tenant
  const response = await raw(`${platform.url}/api/scenes/${scene}${below}`, {
    headers: keyed(serviceToken, origin),
  })
  expect(response).toMatchObject({ status: 401, body: { code: 'malformed_token', layer: 'format' } })
  expect(response.bytes.toString()).not.toContain(serviceToken.slice(-20))
})

test("a tenant's key does not manage, not even its own project", async () => {
  const { token, project, scene, keyId } = tenants[0] as Tenant
  const embed = platform.bearer(token)
  const responses = await Promise.all([
    embed.get(path(`/projects/${project}`)),
    embed.patch(path(`/projects/${project}`), { allowedDomains: ['evil.example'] }),
    embed.put(path(`/scenes/${scene}/model`), makeGlb(), { 'content-type': 'model/gltf-binary' }),
    embed.post(path(`/api-keys/${keyId}/rotate`)),
  ])
  for (const { status, headers } of responses) {
    expect(status).toBe(401)
    expect(headers.get('content-type')).toBe('application/problem+json')
  }
})
