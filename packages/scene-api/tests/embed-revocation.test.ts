/** Once a change that takes access away has returned, no node serves from what it knew before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addNode,
  createFixture,
  createScene,
  type Fixture,
  keyed,
  raw,
  SITE,
  type TestNode,
} from './support/embed.js'
import { createKey, createProject, revokeKey, rotateKey, updateProject } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let second: TestNode
let own: Fixture

beforeAll(async () => {
  platform = await startPlatform({ singleProcess: false, keyCacheTtlMs: 400, authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
  second = await addNode(platform)
})
afterAll(async () => {
  await second.close()
  await platform.close()
})

interface Load {
  readonly sentAt: number
  readonly status: number
}

/** Loads on both nodes without a pause, until `isEnough` says so. */
async function loadOnBoth(
  token: string,
  sceneId: string,
  loads: Load[],
  isEnough: () => boolean,
): Promise<void> {
  const urls = [platform.url, second.url, second.url, platform.url]
  await Promise.all(
    urls.map(async (url) => {
      while (!isEnough()) {
        const sentAt = performance.now()
        const { status } = await raw(`${url}/api/scenes/${sceneId}`, { headers: keyed(token) })
        loads.push({ sentAt, status })
      }
    }),
  )
}

/** Changes something while both nodes are warm and busy; resolves to the responses before and after it was done. */
async function underLoad(token: string, sceneId: string, change: () => Promise<unknown>) {
  const loads: Load[] = []
  let doneAt = Number.POSITIVE_INFINITY
  const after = () => loads.filter(({ sentAt }) => sentAt >= doneAt)
  const loading = loadOnBoth(token, sceneId, loads, () => after().length >= 60)
  await expect.poll(() => loads.length).toBeGreaterThan(40)
  const before = loads.filter(({ status }) => status === 200).length
  await change()
  doneAt = performance.now()
  await loading
  return { before, acceptedAfter: after().filter(({ status }) => status === 200).length }
}

const withNothingAccepted = { before: expect.any(Number), acceptedAfter: 0 }

describe('under load on two nodes with a warm cache', () => {
  test('a revoked key is never accepted again', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    const result = await underLoad(token, own.scene.id, () => revokeKey(own.owner, own.org, keyId))
    expect(result).toEqual(withNothingAccepted)
    expect(result.before).toBeGreaterThan(40)
  })

  test('a suspended organization is never served again', async () => {
    const { token } = await createKey(own.owner, own.org, [own.project])
    const result = await underLoad(token, own.scene.id, () =>
      platform.operator.api.call('POST /api/operator/organizations/{org}/suspend', {
        params: { org: own.org },
      }),
    )
    await platform.operator.api.call('POST /api/operator/organizations/{org}/resume', {
      params: { org: own.org },
    })
    expect(result).toEqual(withNothingAccepted)
  })

  test('nor with the notification lost', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    const { rowCount } = await platform.app.context.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'vectreal-listen' and datname = current_database()`,
    )
    expect(rowCount).toBeGreaterThanOrEqual(2)
    const result = await underLoad(token, own.scene.id, () => revokeKey(own.owner, own.org, keyId))
    expect(result).toEqual(withNothingAccepted)
  })

  test('an origin taken off the allowlist is refused', async () => {
    const project = await createProject(own.owner, own.org, { allowedDomains: [SITE] })
    const scene = await createScene(platform, { org: own.org, project })
    const { token } = await createKey(own.owner, own.org, [project])
    const result = await underLoad(token, scene.id, () =>
      updateProject(own.owner, own.org, project, { allowedDomains: ['else.example.com'] }),
    )
    expect(result).toEqual(withNothingAccepted)
    expect(result.before).toBeGreaterThan(40)
  })

  test('an overlap that is ended sooner ends everywhere', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    await rotateKey(own.owner, own.org, keyId)
    const result = await underLoad(token, own.scene.id, async () => {
      const revokesAt = platform.clock.now().toISOString()
      await own.owner.api.call('POST /api/organizations/{org}/api-keys/{key}/overlap', {
        params: { org: own.org, key: keyId },
        body: { revokesAt },
      })
    })
    expect(result).toEqual(withNothingAccepted)
  })
})

describe('a key in steady use', () => {
  const TTL_MS = 400

  /** Loads one after the other for several leases; returns how the last went. */
  async function useFor(leases: number, token: string): Promise<number> {
    const until = performance.now() + leases * TTL_MS
    let status = 0
    while (performance.now() < until) {
      ;({ status } = await raw(`${second.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) }))
    }
    return status
  }

  async function lookUps(): Promise<number> {
    const { body } = await raw(`${second.url}/metrics`)
    return Number(/^vectreal_embed_lookups_total (\d+)$/m.exec(body)?.[1])
  }

  test('is looked up once or twice, not once in every lease', async () => {
    const { token } = await createKey(own.owner, own.org, [own.project])
    const before = await lookUps()
    expect(await useFor(6, token)).toBe(200)
    expect((await lookUps()) - before).toBeLessThanOrEqual(2)
  })

  test('ends one lease after a revocation of which no node was told', async () => {
    const { token, keyId } = await createKey(own.owner, own.org, [own.project])
    expect(await useFor(3, token)).toBe(200)
    await platform.app.context.pool.query(
      "update api_keys set revoked_at = now(), revoked_by_id = 'operator' where id = $1",
      [keyId],
    )
    await useFor(1, token)
    expect(await useFor(0.1, token)).toBe(401)
  })
})

test('a node that has just started knows', async () => {
  const { token, keyId } = await createKey(own.owner, own.org, [own.project])
  await raw(`${second.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })
  await revokeKey(own.owner, own.org, keyId)
  const third = await addNode(platform)
  expect((await raw(`${third.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })).status).toBe(401)
  await third.close()
})

test('without a cache a revoke returns at once', async () => {
  const node = await addNode(platform, { keyCacheTtlMs: 0 })
  const { token, keyId } = await createKey(own.owner, own.org, [own.project])
  expect((await raw(`${node.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })).status).toBe(200)
  await revokeKey(own.owner, own.org, keyId)
  expect((await raw(`${node.url}/api/scenes/${own.scene.id}`, { headers: keyed(token) })).status).toBe(401)
  await node.close()
})
