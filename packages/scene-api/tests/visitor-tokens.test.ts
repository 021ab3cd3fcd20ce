/** Scenes for signed-in customers: signing keys, the tokens they sign, and every way in which those end. */
import { signVisitorToken } from '@vectreal/auth-core/sign'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addNode,
  createFixture,
  createKey,
  createProject,
  createScene,
  type Fixture,
  raw,
  SITE,
} from './support/embed.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let stranger: Fixture

beforeAll(async () => {
  platform = await startPlatform({ singleProcess: false, keyCacheTtlMs: 200, authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
  stranger = await createFixture(platform)
})
afterAll(() => platform.close())

interface Signer {
  readonly id: string
  readonly privateKey: string
}

async function createSigner({ owner, org, project }: Fixture, rest: object = {}): Promise<Signer> {
  const body = { name: 'Portal', projectIds: [project], ...rest }
  const { status, body: created } = await owner.post(`/api/organizations/${org}/signing-keys`, body)
  expect(status).toBe(201)
  return { id: created.signingKey.id, privateKey: created.privateKey }
}

const sign = ({ id, privateKey }: Signer, rest: object = {}) =>
  signVisitorToken({ signingKeyId: id, privateKey, sceneId: own.scene.id, ...rest } as Parameters<
    typeof signVisitorToken
  >[0])

const load = (
  token: string,
  { sceneId = own.scene.id, origin = SITE, below = '', url = platform.url } = {},
) =>
  raw(`${url}/api/scenes/${sceneId}${below}`, {
    headers: { Authorization: `Bearer ${token}`, Origin: origin },
  })
const codeOf = async (answer: ReturnType<typeof load>) => {
  const { status, body } = await answer
  return status === 200 ? 200 : [status, body.code, body.layer]
}

describe('a signing key', () => {
  test('is shown with its private half once, and counts like an API key', async () => {
    const { owner, org, project } = own
    const path = `/api/organizations/${org}/signing-keys`
    const created = await owner.post(path, { name: 'Portal', projectIds: [project] })
    expect(created.body.privateKey).toMatch(
      /^-----BEGIN PRIVATE KEY-----\n[\w+/=]+\n-----END PRIVATE KEY-----\n$/,
    )
    expect(created.body.signingKey).toMatchObject({
      name: 'Portal',
      status: 'active',
      projects: [{ id: project }],
      preview: created.body.signingKey.publicKey.slice(-4),
      publicKey: expect.stringMatching(/^[\w-]{43}$/),
      revokedAt: null,
    })
    const secret = created.body.privateKey.split('\n')[1]
    const list = await owner.get(path)
    expect(list.body.items[0]).toEqual(created.body.signingKey)
    const audit = await owner.get(`/api/organizations/${org}/audit-log?action=signing_key.created`)
    expect(audit.body.items.length).toBeGreaterThan(0)
    for (const answer of [list, audit]) expect(JSON.stringify(answer.body)).not.toContain(secret)

    const free = await platform.createOrganization(owner, 'free')
    const scope = { projectIds: [await createProject(owner, free, [SITE])] }
    const paths = [`/api/organizations/${free}/signing-keys`, `/api/organizations/${free}/api-keys`] as const
    const answers = await Promise.all(
      [0, 1, 2, 3].map((n) => owner.post(paths[n % 2] as string, { name: 'K', ...scope })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 403, 403])
    expect(answers.find(({ status }) => status === 403)?.body).toMatchObject({
      code: 'key_limit_reached',
      limit: 2,
    })
  })

  test('is no API key, and an API key is no signing key', async () => {
    const { owner, org, keyId } = own
    const signer = await createSigner(own)
    const keys = `/api/organizations/${org}/api-keys`
    expect((await owner.get(`${keys}/${signer.id}`)).status).toBe(404)
    expect((await owner.post(`${keys}/${signer.id}/rotate`)).status).toBe(404)
    expect((await owner.post(`${keys}/${signer.id}/revoke`)).status).toBe(404)
    expect(
      (await owner.get(`${keys}?limit=100`)).body.items.map(({ id }: { id: string }) => id),
    ).not.toContain(signer.id)
    expect((await owner.post(`/api/organizations/${org}/signing-keys/${keyId}/revoke`)).status).toBe(404)
    expect(await codeOf(load(await sign({ ...signer, id: keyId })))).toEqual([401, 'unknown_key', 'key'])
  })

  test('is refused with a project of another organization, or none', async () => {
    const path = `/api/organizations/${own.org}/signing-keys`
    for (const projectIds of [[], [stranger.project]]) {
      const answer = await own.owner.post(path, { name: 'Portal', projectIds })
      expect([answer.status, answer.body.errors[0].path]).toEqual([
        400,
        expect.stringContaining('projectIds'),
      ])
    }
  })
})

describe('a visitor token', () => {
  test('opens manifest, model and poster, and is counted under its signing key', async () => {
    const signer = await createSigner(own)
    const token = await sign(signer, { subject: 'customer-7' })
    for (const below of ['', '/model', '/poster']) expect(await codeOf(load(token, { below }))).toBe(200)
    expect(await codeOf(load(await sign(signer, { sceneId: undefined, projectId: own.project })))).toBe(200)
    await platform.app.flush()
    const { body } = await own.owner.get(`/api/organizations/${own.org}/signing-keys`)
    expect(body.items[0]).toMatchObject({ id: signer.id, lastUsedOrigin: SITE })
  })

  test('is checked in the order of a key', async () => {
    const signer = await createSigner(own)
    const elsewhere = { origin: 'https://evil.example.net' }
    const forged = await sign({ ...signer, privateKey: (await createSigner(stranger)).privateKey })
    const old = await sign(signer, { now: new Date(Date.now() - 700_000) })
    expect(await codeOf(load('vctrlv_a.b.c', elsewhere))).toEqual([401, 'malformed_token', 'format'])
    expect(await codeOf(load(forged, elsewhere))).toEqual([401, 'unknown_key', 'key'])
    expect(await codeOf(load(old, elsewhere))).toEqual([401, 'key_expired', 'key'])
    const foreign = { sceneId: stranger.scene.id, ...elsewhere }
    expect(await codeOf(load(await sign(signer), foreign))).toEqual([404, 'scene_not_found', 'organization'])
    const other = await sign(signer, { sceneId: own.otherScene.id })
    expect(await codeOf(load(other, elsewhere))).toEqual([403, 'domain_not_allowed', 'domain'])
    const beside = { sceneId: own.otherScene.id, origin: 'https://other.example.com' }
    expect(await codeOf(load(other, beside))).toEqual([403, 'project_out_of_scope', 'project'])
    expect(await codeOf(load(other))).toEqual([403, 'token_out_of_scope', 'project'])
    expect(await codeOf(load(await sign(signer, elsewhere)))).toEqual([403, 'token_out_of_scope', 'project'])
  })

  test('of another organization opens nothing here', async () => {
    const signer = await createSigner(stranger)
    expect(await codeOf(load(await sign(signer)))).toEqual([404, 'scene_not_found', 'organization'])
  })

  test('ends with its signing key, on every node, from the moment the revoke has answered', async () => {
    const signer = await createSigner(own)
    const token = await sign(signer)
    const node = await addNode(platform)
    const nodes = [platform.url, node.url]
    for (const url of nodes) expect(await codeOf(load(token, { url }))).toBe(200)
    const path = `/api/organizations/${own.org}/signing-keys/${signer.id}/revoke`
    const [first, second] = await Promise.all([own.owner.post(path), own.owner.post(path)])
    expect([first?.status, second?.status]).toEqual([200, 200])
    expect(first?.body.signingKey.revokedAt).toBe(second?.body.signingKey.revokedAt)
    for (const url of nodes) expect(await codeOf(load(token, { url }))).toEqual([401, 'key_revoked', 'key'])
    await node.close()
  })
})

test('a project may ask for visitor tokens, and refuses plain keys from the next request', async () => {
  const { owner, org } = own
  const project = await createProject(owner, org, [SITE])
  const { id: sceneId } = await createScene(platform, { org, project })
  const { token } = await createKey(owner, org, [project])
  const signer = await createSigner({ ...own, project })
  const visitor = await sign(signer, { sceneId })
  const path = `/api/organizations/${org}/projects/${project}`
  expect(await codeOf(load(token, { sceneId }))).toBe(200)
  const changed = await owner.patch(path, { requireVisitorToken: true })
  expect(changed.body).toMatchObject({ requireVisitorToken: true })
  expect(await codeOf(load(token, { sceneId }))).toEqual([403, 'visitor_token_required', 'project'])
  expect(await codeOf(load(visitor, { sceneId }))).toBe(200)
  await owner.patch(path, { requireVisitorToken: false })
  expect(await codeOf(load(token, { sceneId }))).toBe(200)
  const audit = await owner.get(`/api/organizations/${org}/audit-log?action=project.visitor_tokens_changed`)
  expect(audit.body.items.map(({ after }: { after: unknown }) => after)).toEqual([
    { requireVisitorToken: false },
    { requireVisitorToken: true },
  ])
})
