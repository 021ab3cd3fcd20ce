/** Ten tenants that a program provisions at once, and what each one's key opens. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyed, raw } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import {
  createDraft,
  createKey,
  createProject,
  createServiceToken,
  publishScene,
  readKey,
  uploadModel,
} from './support/organization.js'
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
  serviceToken = (await createServiceToken(owner, org)).token
  const program = platform.bearer(serviceToken)
  tenants = await Promise.all(TENANTS.map((number) => provision(program, number)))
}, 180_000)
afterAll(() => platform.close())

const manifest = (scene: string, headers: Record<string, string>) =>
  raw(`${platform.url}/api/scenes/${scene}`, { headers })

/** What a sign-up calls. No browser session is involved. */
async function provision(program: Caller, number: number): Promise<Tenant> {
  const origin = `https://tenant-${number}.example.com`
  const { id: project } = await program.api.call('POST /api/organizations/{org}/projects', {
    params: { org },
    body: {
      name: `Tenant ${number}`,
      allowedDomains: [`tenant-${number}.example.com`],
      allowLocalhost: false,
    },
    idempotencyKey: randomUUID(),
  })
  const scene = await createDraft(program, org, project, { name: `Scene ${number}` })
  const model = makeGlb({ change: (gltf) => ({ ...gltf, extras: { tenant: number } }) })
  await uploadModel(program, org, scene, model)
  await publishScene(program, org, scene)
  const key = await createKey(program, org, [project], { externalId: `tenant-${number}` })
  return { origin, project, scene, keyId: key.keyId, token: key.token }
}

test('ten sign-ups at once give ten projects, ten scenes and ten keys', async () => {
  for (const member of ['project', 'scene', 'keyId', 'token'] as const) {
    expect(new Set(tenants.map((tenant) => tenant[member])).size).toBe(10)
  }
  const { items } = await owner.api.call('GET /api/organizations/{org}/api-keys', {
    params: { org },
    query: { limit: 100 },
  })
  expect(items.map(({ externalId }) => externalId).toSorted()).toEqual(
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
  const marketing = await createProject(owner, org, { allowedDomains: ['www.example.com'] })
  const key = await createKey(owner, org, [marketing])
  const scene = await createDraft(owner, org, marketing)
  await uploadModel(owner, org, scene, makeGlb())
  await publishScene(owner, org, scene)

  expect((await manifest(scene, keyed(key.token, 'https://www.example.com'))).status).toBe(200)
  const elsewhere = await manifest(scene, keyed(key.token, (tenants[0] as Tenant).origin))
  expect(elsewhere).toMatchObject({ status: 403, body: { code: 'domain_not_allowed' } })
})

test("deleting a tenant's project takes its scenes along and leaves the key with the rest", async () => {
  const program = platform.bearer(serviceToken)
  const makeTenant = async () => {
    const id = await createProject(program, org)
    const scene = await createDraft(program, org, id)
    await uploadModel(program, org, scene, makeGlb())
    await publishScene(program, org, scene)
    return { id, scene }
  }
  const [gone, rest] = await Promise.all([makeTenant(), makeTenant()])
  const { token, keyId } = await createKey(program, org, [gone.id, rest.id])
  const load = async (scene: string) => (await manifest(scene, keyed(token, 'http://localhost'))).status
  expect([await load(gone.scene), await load(rest.scene)]).toEqual([200, 200])

  await expect(
    program.api.call('DELETE /api/organizations/{org}/projects/{project}', {
      params: { org, project: gone.id },
      query: { confirm: 'false' },
    }),
  ).rejects.toMatchObject({
    status: 409,
    code: 'conflict',
    members: { scenes: [{ id: gone.scene }], apiKeys: [{ id: keyId }] },
  })
  expect(await load(gone.scene)).toBe(200)

  await program.api.call('DELETE /api/organizations/{org}/projects/{project}', {
    params: { org, project: gone.id },
  })
  expect([await load(gone.scene), await load(rest.scene)]).toEqual([404, 200])
  const { projects } = await readKey(program, org, keyId)
  expect(projects.map(({ id }) => id)).toEqual([rest.id])
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
  const path = (rest: string) => `/api/organizations/${org}${rest}`
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
