/** Tokens made under no pepper, under one, and under its successor. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createManagementClient } from '../src/client/index.js'
import { addNode, createFixture, type Fixture, keyed, raw } from './support/embed.js'
import { createKey, createServiceToken } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const first = { id: 'first', secret: 'a'.repeat(40) }
const second = { id: 'second', secret: 'b'.repeat(40) }

let platform: TestPlatform
let own: Fixture

beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
})
afterAll(() => platform.close())

test('embed keys and service tokens go on working when a pepper is set, and when it is changed', async () => {
  const path = `/api/organizations/${own.org}`
  /** What an owner makes at a node. */
  const make = async (baseUrl: string) => {
    const at = { api: createManagementClient({ baseUrl, headers: own.owner.credentials }) }
    const [key, service] = [
      await createKey(at, own.org, [own.project]),
      await createServiceToken(at, own.org),
    ]
    return { key: key.token, service: service.token }
  }
  const made = [await make(platform.url)]
  const nodes = [
    await addNode(platform, { pepper: first }),
    await addNode(platform, { pepper: second, formerPeppers: [first] }),
  ]
  for (const { url } of nodes) {
    made.push(await make(url))
    for (const { key, service } of made) {
      expect((await raw(`${url}/api/scenes/${own.scene.id}`, { headers: keyed(key) })).status).toBe(200)
      const headers = { Authorization: `Bearer ${service}` }
      expect((await fetch(`${url}${path}/projects`, { headers })).status).toBe(200)
    }
  }
  // A node without the pepper knows what was made without it, and nothing else.
  const statuses = made.map(
    async ({ key }) =>
      (await raw(`${platform.url}/api/scenes/${own.scene.id}`, { headers: keyed(key) })).status,
  )
  expect(await Promise.all(statuses)).toEqual([200, 401, 401])
  for (const node of nodes) await node.close()
})
