/** Finding something in long lists. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFixture, createKey, createProject, type Fixture } from './support/embed.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let other: Fixture
beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
  other = await createFixture(platform)
  for (const { owner, org } of [own, other]) {
    const project = await createProject(owner, org, [])
    await owner.patch(`/api/organizations/${org}/projects/${project}`, { name: '100% Chairs_and \\ tables' })
    await createKey(owner, org, [project], { name: 'Chairs, the shop', externalId: 'shop-1' })
    await owner.post(`/api/organizations/${org}/projects/${project}/scenes`, { name: 'Ein roter Stuhl' })
    await owner.post(`/api/organizations/${org}/service-tokens`, { name: 'Nightly build' })
  }
})
afterAll(() => platform.close())

const list = async (kind: string, query: Record<string, string>) => {
  const { status, body } = await own.owner.get(
    `/api/organizations/${own.org}/${kind}?${new URLSearchParams(query)}`,
  )
  return status === 200 ? body.items.map(({ name }: { name: string }) => name) : status
}

describe('a search', () => {
  test.each([
    ['projects', 'chairs', ['100% Chairs_and \\ tables']],
    ['projects', '100%', ['100% Chairs_and \\ tables']],
    ['projects', 's_and \\', ['100% Chairs_and \\ tables']],
    ['projects', 'c%s', []],
    ['projects', 'Chairs.and', []],
    ['api-keys', 'THE SHOP', ['Chairs, the shop']],
    ['api-keys', 'shop-1', ['Chairs, the shop']],
    ['scenes', 'STUHL', ['Ein roter Stuhl']],
    ['scenes', 'nothing of that name', []],
    ['api-keys', 'shop-1 ', ['Chairs, the shop']],
    ['signing-keys', 'CHAIRS', []],
    ['service-tokens', 'NIGHTLY', ['Nightly build']],
    ['service-tokens', 'chairs', []],
    ['scenes', '', 400],
    ['projects', 'x'.repeat(101), 400],
  ])('of %s for %s', async (kind, q, found) => {
    expect(await list(kind, { q })).toEqual(found)
  })

  test('goes on from page to page', async () => {
    const path = `/api/organizations/${own.org}/scenes`
    const first = await own.owner.get(`${path}?q=scene&limit=1`)
    const second = await own.owner.get(`${path}?q=scene&limit=1&cursor=${first.body.nextCursor}`)
    const ids = [first, second].flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id))
    expect(ids.toSorted()).toEqual([own.scene.id, own.otherScene.id].toSorted())
    expect(second.body.nextCursor).toBeNull()
  })
})

test('names projects, keys and scenes whose ids it is given, of this organization only', async () => {
  const ids = [own.project, other.project, 'unknown'].join(',')
  const { body } = await own.owner.get(`/api/organizations/${own.org}/projects?ids=${ids}`)
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual([own.project])
  const keys = await own.owner.get(`/api/organizations/${own.org}/api-keys?ids=${own.keyId},${other.keyId}`)
  expect(keys.body.items.map(({ id }: { id: string }) => id)).toEqual([own.keyId])
  const scenes = await own.owner.get(
    `/api/organizations/${own.org}/scenes?ids=${own.scene.id},${other.scene.id}`,
  )
  expect(scenes.body.items.map(({ id }: { id: string }) => id)).toEqual([own.scene.id])
  const many = Array.from({ length: 201 }, (_, index) => `p${index}`).join(',')
  expect((await own.owner.get(`/api/organizations/${own.org}/projects?ids=${many}`)).status).toBe(400)
})

test('the scenes of an organization are those of all its projects, and nobody else’s', async () => {
  expect((await list('scenes', {})).toSorted()).toEqual(['Ein roter Stuhl', 'Scene', 'Scene'])
  expect((await other.owner.get(`/api/organizations/${own.org}/scenes`)).status).toBe(404)
})
