/** Finding something in long lists. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFixture, type Fixture } from './support/embed.js'
import {
  createDraft,
  createKey,
  createProject,
  createServiceToken,
  updateProject,
} from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let other: Fixture
beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
  other = await createFixture(platform)
  for (const { owner, org } of [own, other]) {
    const project = await createProject(owner, org)
    await updateProject(owner, org, project, { name: '100% Chairs_and \\ tables' })
    await createKey(owner, org, [project], { name: 'Chairs, the shop', externalId: 'shop-1' })
    await createDraft(owner, org, project, { name: 'Ein roter Stuhl' })
    await createServiceToken(owner, org, { name: 'Nightly build' })
  }
})
afterAll(() => platform.close())

type Kind = 'projects' | 'scenes' | 'api-keys' | 'signing-keys' | 'service-tokens'
const list = async (kind: Kind, q?: string) => {
  const { items } = await own.owner.api.call(`GET /api/organizations/{org}/${kind}`, {
    params: { org: own.org },
    query: { q },
  })
  return items.map(({ name }) => name)
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
  ] as const)('of %s for %s', async (kind, q, found) => {
    expect(await list(kind, q)).toEqual(found)
  })

  test('is refused without a text, and with one that is too long', async () => {
    expect((await own.owner.get(`/api/organizations/${own.org}/scenes?q=`)).status).toBe(400)
    await expect(list('projects', 'x'.repeat(101))).rejects.toMatchObject({ status: 400 })
  })

  test('goes on from page to page', async () => {
    const page = (cursor?: string | null) =>
      own.owner.api.call('GET /api/organizations/{org}/scenes', {
        params: { org: own.org },
        query: { q: 'scene', limit: 1, cursor },
      })
    const first = await page()
    const second = await page(first.nextCursor)
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids.toSorted()).toEqual([own.scene.id, own.otherScene.id].toSorted())
    expect(second.nextCursor).toBeNull()
  })
})

test('names projects, keys and scenes whose ids it is given, of this organization only', async () => {
  const named = async (kind: 'projects' | 'api-keys' | 'scenes', ids: string[]) => {
    const { items } = await own.owner.api.call(`GET /api/organizations/{org}/${kind}`, {
      params: { org: own.org },
      query: { ids: ids.join(',') },
    })
    return items.map(({ id }) => id)
  }
  expect(await named('projects', [own.project, other.project, 'unknown'])).toEqual([own.project])
  expect(await named('api-keys', [own.keyId, other.keyId])).toEqual([own.keyId])
  expect(await named('scenes', [own.scene.id, other.scene.id])).toEqual([own.scene.id])
  const many = Array.from({ length: 201 }, (_, index) => `p${index}`)
  await expect(named('projects', many)).rejects.toMatchObject({ status: 400 })
})

test('the scenes of an organization are those of all its projects, and nobody else’s', async () => {
  expect((await list('scenes')).toSorted()).toEqual(['Ein roter Stuhl', 'Scene', 'Scene'])
  await expect(
    other.owner.api.call('GET /api/organizations/{org}/scenes', { params: { org: own.org } }),
  ).rejects.toMatchObject({ status: 404 })
})
