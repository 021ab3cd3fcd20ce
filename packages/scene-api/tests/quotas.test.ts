/** What a plan bounds, exact when several ask at once, and lossless for those who had more before. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectGarbage } from '../src/domain/models/collect-garbage.js'
import { DEFAULT_SETTINGS } from '../src/index.js'
import { makeGlb } from './support/glb.js'
import { createDraft, createProject, deleteScene, uploadModel, usedOf } from './support/organization.js'
import { outcomesOf } from './support/outcomes.js'
import {
  type ApiResponse,
  type Person,
  type Plan,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

const none = { organizations: null, projects: null, scenes: null, keptVersions: null, storedBytes: null }
let models = 0
const MODEL_BYTES = nextModel().length

let platform: TestPlatform
beforeAll(async () => {
  platform = await startPlatform({
    contactUrl: 'https://example.com/contact',
    quotas: {
      ...DEFAULT_SETTINGS.quotas,
      free: { organizations: 3, projects: 2, scenes: 3, keptVersions: 2, storedBytes: 3 * MODEL_BYTES },
      pro: { ...none, organizations: 5, projects: 4 },
      enterprise: none,
    },
  })
})
afterAll(() => platform.close())

const statuses = (responses: readonly ApiResponse[]) => responses.map(({ status }) => status).toSorted()
const createOrganization = (person: Person, name = `O ${crypto.randomUUID()}`) =>
  person.post('/api/auth/organization/create', { name, slug: `o-${crypto.randomUUID().slice(0, 8)}` })

/** An organization of a new person. */
async function start(plan?: Plan) {
  const owner = await platform.signUp()
  const org = await platform.createOrganization(owner, plan)
  const makeProject = () => createProject(owner, org)
  const project = await makeProject()
  const makeScene = () => createDraft(owner, org, project)
  const upload = (scene: string, model: Uint8Array) => uploadModel(owner, org, scene, model)
  const versions = async (scene: string) => {
    const { items } = await owner.api.call('GET /api/organizations/{org}/scenes/{scene}/versions', {
      params: { org, scene },
    })
    return items.map(({ version }) => version).toSorted((a, b) => a - b)
  }
  return { owner, org, project, makeProject, makeScene, upload, versions }
}

/** Models of one size, each with contents of its own. */
function nextModel(): Uint8Array {
  models += 1
  const generator = String(models).padStart(6, '0')
  return makeGlb({ change: (gltf) => ({ ...gltf, asset: { version: '2.0', generator } }) })
}

describe('organizations of one person', () => {
  test('as many as the plan of new organizations includes, also when made at once', async () => {
    const person = await platform.signUp()
    const first = await createOrganization(person)
    const responses = await Promise.all(Array.from({ length: 5 }, () => createOrganization(person)))
    expect(statuses([first, ...responses])).toEqual([200, 200, 200, 403, 403, 403])
    expect((await createOrganization(person)).body).toMatchObject({
      status: 403,
      code: 'quota_exceeded',
      quota: 'organizations',
      limit: 3,
      used: 3,
      plan: 'free',
      nextPlan: 'pro',
      contactUrl: 'https://example.com/contact',
    })
    expect((await person.get('/api/auth/organization/list')).body).toHaveLength(3)
  })
  test('more where one of them is on a larger plan; a smaller one takes none away', async () => {
    const person = await platform.signUp()
    const { body } = await createOrganization(person)
    await platform.setPlan(body.id, 'pro')
    const responses = await Promise.all(Array.from({ length: 6 }, () => createOrganization(person)))
    expect(statuses(responses)).toEqual([200, 200, 200, 200, 403, 403])
    await platform.setPlan(body.id, 'free')
    expect((await createOrganization(person)).body).toMatchObject({ limit: 3, used: 5 })
    expect((await person.get('/api/auth/organization/list')).body).toHaveLength(5)
  })
  test('being a member of others does not count', async () => {
    const [host, person] = [await platform.signUp(), await platform.signUp()]
    for (let i = 0; i < 3; i += 1) {
      const { body } = await createOrganization(host)
      const invitation = await host.post('/api/auth/organization/invite-member', {
        email: person.email,
        role: 'admin',
        organizationId: body.id,
      })
      await person.post('/api/auth/organization/accept-invitation', { invitationId: invitation.body.id })
    }
    expect((await createOrganization(person)).status).toBe(200)
  })
})

describe('projects and scenes', () => {
  test('are counted exactly when made at once', async () => {
    const { makeProject, makeScene, owner, org } = await start()
    const projects = await outcomesOf(Array.from({ length: 4 }, makeProject))
    expect(projects).toEqual([...Array(3).fill('403 quota_exceeded'), 'done'])
    await expect(makeProject()).rejects.toMatchObject({
      code: 'quota_exceeded',
      members: { quota: 'projects', limit: 2, used: 2 },
    })
    const scenes = await outcomesOf(Array.from({ length: 5 }, makeScene))
    expect(scenes).toEqual([...Array(2).fill('403 quota_exceeded'), ...Array(3).fill('done')])
    const quotas = await owner.api.call('GET /api/organizations/{org}/quotas', { params: { org } })
    expect(quotas).toEqual({
      plan: 'free',
      nextPlan: 'pro',
      suspendedAt: null,
      keptVersions: 2,
      items: [
        { quota: 'apiKeys', limit: 2, used: 0 },
        { quota: 'projects', limit: 2, used: 2 },
        { quota: 'scenes', limit: 3, used: 3 },
        { quota: 'storedBytes', limit: 3 * MODEL_BYTES, used: 0 },
      ],
    })
  })
  test('above the quota of a smaller plan stay, and deleting makes room again', async () => {
    const { org, makeProject, owner } = await start('pro')
    const made = [await makeProject(), await makeProject(), await makeProject()]
    await platform.setPlan(org, 'free')
    await expect(makeProject()).rejects.toMatchObject({
      code: 'quota_exceeded',
      members: { limit: 2, used: 4 },
    })
    const { items } = await owner.api.call('GET /api/organizations/{org}/projects', { params: { org } })
    expect(items).toHaveLength(4)
    for (const project of made) {
      await owner.api.call('DELETE /api/organizations/{org}/projects/{project}', { params: { org, project } })
    }
    await makeProject()
  })
  test('a repeat with the same Idempotency-Key needs no second place', async () => {
    const { owner, org } = await start()
    const make = () =>
      owner.api.call('POST /api/organizations/{org}/projects', {
        params: { org },
        body: { name: 'Second' },
        idempotencyKey: 'once',
      })
    expect((await make()).id).toBe((await make()).id)
  })
})

describe('kept versions', () => {
  test('the newest takes the place of the oldest; the one in use is always there', async () => {
    const { makeScene, upload, versions, owner, org } = await start()
    const scene = await makeScene()
    for (let i = 0; i < 4; i += 1) await upload(scene, nextModel())
    const restore = (version: number) =>
      owner.api.call('POST /api/organizations/{org}/scenes/{scene}/versions/{version}/restore', {
        params: { org, scene, version },
      })
    expect(await versions(scene)).toEqual([3, 4])
    expect((await restore(3)).version).toBe(5)
    expect(await versions(scene)).toEqual([4, 5])
    await expect(restore(1)).rejects.toMatchObject({ status: 404 })
  })
  test('a scene that had more keeps as many', async () => {
    const { org, makeScene, upload, versions } = await start('enterprise')
    const scene = await makeScene()
    for (let i = 0; i < 4; i += 1) await upload(scene, nextModel())
    await platform.setPlan(org, 'free')
    expect(await versions(scene)).toEqual([1, 2, 3, 4])
    // Four models are more than the plan stores as well; the same model again needs no room.
    const { rows } = await platform.app.context.pool.query(
      'select model_sha256 from scene_versions where scene_id = $1',
      [scene],
    )
    expect(new Set(rows.map(({ model_sha256 }) => model_sha256)).size).toBe(4)
    await upload(scene, nextModel())
    expect(await versions(scene)).toEqual([2, 3, 4, 5])
  })
})

describe('stored bytes', () => {
  test('count each file of the organization once, whoever else has it', async () => {
    const a = await start()
    const b = await start()
    const model = nextModel()
    for (const { makeScene, upload } of [a, a, b]) await upload(await makeScene(), model)
    const used = ({ owner, org }: typeof a) => usedOf(owner, org, 'storedBytes')
    expect([await used(a), await used(b)]).toEqual([MODEL_BYTES, MODEL_BYTES])
  })

  test('are exact when uploads come at once, and what is refused is not kept', async () => {
    const { makeScene, upload, owner, org } = await start()
    const scenes = [await makeScene(), await makeScene(), await makeScene()] as const
    for (const scene of scenes.slice(0, 2)) await upload(scene, nextModel())
    const uploads = scenes.map((scene) => upload(scene, nextModel()))
    expect(await outcomesOf(uploads)).toEqual(['403 quota_exceeded', '403 quota_exceeded', 'done'])
    await expect(upload(scenes[2], nextModel())).rejects.toMatchObject({
      code: 'quota_exceeded',
      members: { quota: 'storedBytes', limit: 3 * MODEL_BYTES, used: 3 * MODEL_BYTES },
    })
    await deleteScene(owner, org, scenes[0])
    await upload(scenes[2], nextModel())

    platform.clock.advance(2 * 3_600_000)
    await collectGarbage(platform.app.context)
    const { rows } = await platform.app.context.pool.query('select sha256 from blobs')
    const files = (await readdir(join(platform.folder, 'blobs'), { recursive: true })).filter((name) =>
      /[0-9a-f]{64}$/.test(name),
    )
    expect(files.map((name) => name.slice(-64)).toSorted()).toEqual(
      rows.map(({ sha256 }) => sha256).toSorted(),
    )
    const { rows: unused } = await platform.app.context.pool.query(
      `select sha256 from blobs b where not exists (select from scene_versions v where v.model_sha256 = b.sha256)
        and not exists (select from scenes s where s.poster_sha256 = b.sha256)`,
    )
    expect(unused).toEqual([])
  })
})
