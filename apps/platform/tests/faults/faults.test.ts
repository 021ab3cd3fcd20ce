/** What breaks, and what must hold through it: nothing revoked is accepted, nothing is lost, service comes back. */
import { connect, type Socket } from 'node:net'
import { request } from 'node:http'
import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, resourcesOf, startCluster } from './support/cluster.js'
import { mountDisk } from './support/disk.js'
import { type Node, SITE, TTL_MS } from './support/node.js'
import { type Load, loadOnce, startLoad, timeToRecover } from './support/load.js'
import { reportFault, writeReport } from './support/report.js'

const MODEL = fileURLToPath(new URL('../../models/race-car.glb', import.meta.url))
const OTHER_MODEL = fileURLToPath(new URL('../../models/sports-sedan-variants.glb', import.meta.url))
const CLOCK_SHIFT = pathToFileURL(fileURLToPath(new URL('support/shift-clock.mjs', import.meta.url))).href
const FLUSH_MS = 2000

let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(async () => {
  writeReport()
  await cluster.close()
})

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000))
const accepted = (loads: readonly Load[], since: number) =>
  loads.filter(({ sentAt, status }) => sentAt >= since && status === 200).length
const usagePath = (keyId: string) => `/api/organizations/${cluster.scenario.org}/api-keys/${keyId}/usage`

/** Loads that this key has been counted for, on all nodes. */
async function countedLoads(keyId: string): Promise<number> {
  const { items } = await cluster.send<{ items: { loads: number }[] }>('GET', `${usagePath(keyId)}?by=day`)
  return items.reduce((sum, { loads }) => sum + loads, 0)
}

/** Served loads of which no count can be found once everything had its time. */
async function lostCounts(keyId: string, served: number): Promise<number> {
  let counted = 0
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await seconds(FLUSH_MS / 1000)
    counted = await countedLoads(keyId)
    if (counted >= served) break
  }
  return served - counted
}

interface DatabaseFault {
  readonly fault: string
  /** The statuses that are allowed meanwhile. */
  readonly responses: readonly number[]
  breakIt(): Promise<void>
  fixIt(): Promise<void>
}

const databaseFaults: DatabaseFault[] = [
  {
    fault: 'PostgreSQL stopped and started',
    responses: [503],
    breakIt: () => cluster.postgres.stop(),
    fixIt: () => cluster.postgres.start(),
  },
  {
    fault: 'PostgreSQL killed with -9 and started',
    responses: [503],
    breakIt: () => cluster.postgres.kill(),
    fixIt: () => cluster.postgres.start(),
  },
  {
    fault: 'PostgreSQL paused',
    responses: [503],
    breakIt: () => cluster.postgres.pause(),
    fixIt: () => cluster.postgres.resume(),
  },
  {
    fault: 'every connection of PostgreSQL taken, those of the nodes cut',
    // A node that has got hold of one goes on.
    responses: [503, 200],
    breakIt: () => takeConnections(),
    fixIt: () => giveConnections(),
  },
]

let taken: pg.Client[] = []
async function takeConnections(): Promise<void> {
  const admin = new pg.Client({ connectionString: cluster.postgres.url })
  await admin.connect()
  taken = [admin]
  for (;;) {
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'vectreal%'`,
    )
    const client = new pg.Client({ connectionString: cluster.postgres.url })
    client.on('error', () => {})
    try {
      await client.connect()
      taken.push(client)
    } catch {
      return
    }
  }
}
async function giveConnections(): Promise<void> {
  await Promise.all(taken.map((client) => client.end().catch(() => {})))
  taken = []
}

describe('the database', () => {
  test.each(databaseFaults)('$fault', async ({ fault, responses, breakIt, fixIt }) => {
    const { sceneId } = cluster.scenario
    const [live, dead] = [await cluster.createKey(), await cluster.createKey()]
    await Promise.all(cluster.nodes.map((node) => loadOnce(node, dead.token, sceneId)))
    await cluster.revoke(dead.keyId)
    const revokedAt = performance.now()

    const liveLoad = startLoad(cluster.nodes, live.token, sceneId)
    const deadLoad = startLoad(cluster.nodes, dead.token, sceneId)
    await seconds(1)
    await breakIt()
    const brokenAt = performance.now()
    await seconds(5)
    const during = liveLoad.loads.filter(({ sentAt }) => sentAt > brokenAt + TTL_MS + 2000)
    await fixIt()
    const recoverMs = await timeToRecover(cluster.nodes, live.token, sceneId)
    await seconds(1)
    await Promise.all([liveLoad.stop(), deadLoad.stop()])

    // Nothing is accepted on facts older than a lease, and whoever asks is told at once instead of waiting.
    expect(during.filter(({ status }) => !responses.includes(status))).toEqual([])
    expect(during.length).toBeGreaterThan(0)
    const waits = during.map(({ sentAt, respondedAt }) => respondedAt - sentAt).toSorted((a, b) => a - b)
    expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(500)
    const served = liveLoad.loads.filter(({ status }) => status === 200).length
    const row = {
      fault,
      sent: liveLoad.loads.length + deadLoad.loads.length,
      wronglyAccepted: accepted(deadLoad.loads, revokedAt),
      lost: Math.max(0, await lostCounts(live.keyId, served)),
      recoverMs,
    }
    reportFault(row)
    expect(row).toMatchObject({ wronglyAccepted: 0, lost: 0 })
  })
})

describe('a node', () => {
  test('paused across a revoke and resumed', async () => {
    const { sceneId } = cluster.scenario
    const { keyId, token } = await cluster.createKey()
    const [working, , paused] = cluster.nodes as [Node, Node, Node]
    const load = startLoad(cluster.nodes, token, sceneId)
    await seconds(1)
    paused.signal('SIGSTOP')
    await cluster.revoke(keyId, working)
    const revokedAt = performance.now()
    await seconds(1)
    paused.signal('SIGCONT')
    const other = await cluster.createKey()
    const recoverMs = await timeToRecover(cluster.nodes, other.token, sceneId)
    await seconds(1)
    await load.stop()
    const wronglyAccepted = accepted(load.loads, revokedAt)
    reportFault({
      fault: 'a node paused across a revoke',
      sent: load.loads.length,
      wronglyAccepted,
      lost: 0,
      recoverMs,
    })
    expect(wronglyAccepted).toBe(0)
  })

  test('cut off from notifications', async () => {
    const { sceneId } = cluster.scenario
    const { keyId, token } = await cluster.createKey()
    const load = startLoad(cluster.nodes, token, sceneId)
    await seconds(1)
    const admin = new pg.Client({ connectionString: cluster.postgres.url })
    await admin.connect()
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vectreal-listen'`
    await admin.query(cut)
    const revoking = cluster.revoke(keyId)
    await admin.query(cut)
    await revoking
    const revokedAt = performance.now()
    await seconds(1)
    await load.stop()
    await admin.end()
    const wronglyAccepted = accepted(load.loads, revokedAt)
    reportFault({
      fault: 'the notify connections cut at a revoke',
      sent: load.loads.length,
      wronglyAccepted,
      lost: 0,
      recoverMs: null,
    })
    expect(wronglyAccepted).toBe(0)
  })

  test('whose clock is ten minutes off', async () => {
    const { sceneId } = cluster.scenario
    const node = await cluster.startNode({
      NODE_OPTIONS: `--import ${CLOCK_SHIFT}`,
      CLOCK_SHIFT_MS: '600000',
    })
    const { keyId, token } = await cluster.createKey()
    const nodes = [...cluster.nodes, node]
    const load = startLoad(nodes, token, sceneId)
    await seconds(1)
    await cluster.revoke(keyId)
    const revokedAt = performance.now()
    await seconds(1)
    await load.stop()
    node.signal('SIGTERM')
    await node.ended
    const wronglyAccepted = accepted(load.loads, revokedAt)
    reportFault({
      fault: 'the clock of a node ten minutes ahead',
      sent: load.loads.length,
      wronglyAccepted,
      lost: 0,
      recoverMs: null,
    })
    expect(wronglyAccepted).toBe(0)
  })

  test('killed in the middle of creating, rotating and uploading', async () => {
    const { org, project, sceneId } = cluster.scenario
    const base = `/api/organizations/${org}`
    const victim = await cluster.startNode()
    const model = await readFile(MODEL)
    const { keyId } = await cluster.createKey()
    const acknowledged: string[] = []
    const work = Array.from({ length: 30 }, async (_, index) => {
      const name = `Killed ${index}`
      const created = await cluster.send<{ apiKey: { id: string } }>(
        'POST',
        `${base}/api-keys`,
        { name, projectIds: [project] },
        victim,
      )
      acknowledged.push(created.apiKey.id)
      await cluster.send('POST', `${base}/api-keys/${created.apiKey.id}/rotate`, {}, victim)
      await cluster.send('PUT', `${base}/projects/${project}/scenes/${sceneId}/model`, model, victim)
    })
    await seconds(0.7)
    victim.signal('SIGKILL')
    await Promise.allSettled(work)

    const keys = new Map<
      string,
      { projects: unknown[]; rotatedFromId: string | null; replacedById: string | null }
    >()
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: {
        items: {
          id: string
          projects: unknown[]
          rotatedFromId: string | null
          replacedById: string | null
        }[]
        nextCursor: string | null
      } = await cluster.send(
        'GET',
        `${base}/api-keys?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      for (const key of page.items) keys.set(key.id, key)
      cursor = page.nextCursor
    }
    // Whole or not at all: every key has its project, and a rotation names both of its ends.
    expect([...keys.values()].filter(({ projects }) => projects.length === 0)).toEqual([])
    const torn = [...keys].filter(
      ([id, { replacedById }]) => replacedById !== null && keys.get(replacedById)?.rotatedFromId !== id,
    )
    expect(torn).toEqual([])
    const lost = acknowledged.filter((id) => !keys.has(id)).length
    expect(lost).toBe(0)
    const fresh = await cluster.createKey()
    const recoverMs = await timeToRecover(cluster.nodes, fresh.token, sceneId)
    const bytes = await download(cluster.nodes[0] as Node, fresh.token)
    expect(bytes).toBe(model.length)
    await cluster.revoke(keyId)
    reportFault({
      fault: 'a node killed while it creates, rotates, uploads',
      sent: 90,
      wronglyAccepted: 0,
      lost,
      recoverMs,
    })
  })
})

describe('the store of models', () => {
  test('gone, then back', async () => {
    const { token } = await cluster.createKey()
    const blobs = join(cluster.folder, 'blobs')
    const [node] = cluster.nodes as [Node]
    const expected = await download(node, token)
    await rename(blobs, `${blobs}.away`)
    const statuses = await Promise.all(Array.from({ length: 20 }, () => modelStatus(node, token)))
    const readiness = (await fetch(`${node.url}/healthz`)).status
    await rename(`${blobs}.away`, blobs).catch(async () => {
      // The readiness check may have made an empty folder in its place.
      const { rm } = await import('node:fs/promises')
      await rm(blobs, { recursive: true })
      await rename(`${blobs}.away`, blobs)
    })
    const startedAt = performance.now()
    expect(await download(node, token)).toBe(expected)
    expect(new Set(statuses)).toEqual(new Set([503]))
    expect(readiness).toBe(200)
    reportFault({
      fault: 'the folder of models gone',
      sent: 20,
      wronglyAccepted: 0,
      lost: 0,
      recoverMs: Math.round(performance.now() - startedAt),
    })
  })
})

describe('a disk', () => {
  test('that is full in the middle of an upload', async () => {
    const { org, project } = cluster.scenario
    const scenes = `/api/organizations/${org}/projects/${project}/scenes`
    const disk = await mountDisk('6m')
    try {
      const node = await cluster.startNode({ DATA_DIR: disk.folder })
      const { id } = await cluster.send<{ id: string }>('POST', scenes, { name: 'On a small disk' })
      const upload = (body: Uint8Array) =>
        cluster.send<{ version: number }>('PUT', `${scenes}/${id}/model`, body, node)
      const first = await upload(await readFile(MODEL))
      const files = await filesBelow(disk.folder)
      const refused = await Promise.allSettled(
        Array.from({ length: 3 }, () => upload(new Uint8Array(16 * 1024 * 1024))),
      )
      const responses = refused.map((result) =>
        result.status === 'rejected' ? String(result.reason) : 'taken',
      )
      expect(responses.filter((response) => !response.includes('responded 503'))).toEqual([])
      expect(await filesBelow(disk.folder)).toEqual(files)
      expect(await cluster.send('GET', `${scenes}/${id}`)).toMatchObject({ version: first.version })

      await disk.grow('64m')
      const startedAt = performance.now()
      await upload(await readFile(OTHER_MODEL))
      const recoverMs = Math.round(performance.now() - startedAt)
      node.signal('SIGTERM')
      await node.ended
      reportFault({ fault: 'a disk full on upload', sent: 3, wronglyAccepted: 0, lost: 0, recoverMs })
    } finally {
      await disk.unmount()
    }
  })
})

describe('clients', () => {
  test('that send their headers byte by byte are cut off, others are served', async () => {
    const [node] = cluster.nodes as [Node]
    const { token } = await cluster.createKey()
    const before = await resourcesOf(node)
    const sockets = await openSockets(node, 300)
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    const drip = setInterval(() => {
      for (const socket of sockets) if (!socket.destroyed) socket.write('a')
    }, 500)
    const slowest = await slowestOf(50, () => loadOnce(node, token, cluster.scenario.sceneId))
    await expect.poll(() => sockets.filter(({ destroyed }) => !destroyed).length, { timeout: 60_000 }).toBe(0)
    clearInterval(drip)
    await expect
      .poll(async () => (await resourcesOf(node)).descriptors, { timeout: 30_000 })
      .toBeLessThanOrEqual(before.descriptors + 10)
    expect(slowest.failed).toBe(0)
    reportFault({
      fault: '300 slow-loris connections',
      sent: 50,
      wronglyAccepted: 0,
      lost: slowest.failed,
      recoverMs: null,
    })
  })

  test('that open 10,000 connections and say nothing', async () => {
    const [node] = cluster.nodes as [Node]
    const { token } = await cluster.createKey()
    const before = await resourcesOf(node)
    const sockets = await openSockets(node, 10_000)
    const slowest = await slowestOf(50, () => loadOnce(node, token, cluster.scenario.sceneId))
    await expect
      .poll(() => sockets.filter(({ destroyed }) => !destroyed).length, { timeout: 120_000 })
      .toBe(0)
    await expect
      .poll(async () => (await resourcesOf(node)).descriptors, { timeout: 60_000 })
      .toBeLessThanOrEqual(before.descriptors + 10)
    expect(slowest.failed).toBe(0)
    reportFault({
      fault: '10,000 idle connections',
      sent: 50,
      wronglyAccepted: 0,
      lost: slowest.failed,
      recoverMs: null,
    })
  })

  test('that leave in the middle of a download, a thousand times', async () => {
    const [node] = cluster.nodes as [Node]
    const { token } = await cluster.createKey()
    await abortDownloads(node, token, 100)
    const before = await resourcesOf(node)
    await abortDownloads(node, token, 1000)
    await expect
      .poll(async () => (await resourcesOf(node)).descriptors, { timeout: 30_000 })
      .toBeLessThanOrEqual(before.descriptors + 10)
    const after = await resourcesOf(node)
    expect(after.residentMiB - before.residentMiB).toBeLessThan(64)
    expect(await modelStatus(node, token)).toBe(200)
    reportFault({
      fault: '1,000 downloads broken off',
      sent: 1000,
      wronglyAccepted: 0,
      lost: 0,
      recoverMs: null,
    })
  })
})

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted()
}

function model(node: Node, token: string) {
  return request(`${node.url}/api/scenes/${cluster.scenario.sceneId}/model`, {
    agent: false,
    headers: { Authorization: `Bearer ${token}`, Origin: SITE },
  })
}

function download(node: Node, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = model(node, token)
    sent.once('error', reject)
    sent.once('response', (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.once('end', () => resolve(bytes))
      response.once('error', reject)
    })
    sent.end()
  })
}

function modelStatus(node: Node, token: string): Promise<number> {
  return new Promise((resolve) => {
    const sent = model(node, token)
    sent.once('error', () => resolve(0))
    sent.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.end()
  })
}

async function abortDownloads(node: Node, token: string, count: number): Promise<void> {
  const worker = async () => {
    for (let done = 0; done < count / 10; done += 1) {
      await new Promise<void>((resolve) => {
        const sent = model(node, token)
        sent.once('error', () => resolve())
        sent.once('response', (response) => {
          response.once('data', () => {
            response.destroy()
            resolve()
          })
        })
        sent.end()
      })
    }
  }
  await Promise.all(Array.from({ length: 10 }, worker))
}

async function openSockets({ url }: Node, count: number): Promise<Socket[]> {
  const { port } = new URL(url)
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(250, count - sockets.length) }, async () => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => {})
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      // Read, or the end that the server sends would never be seen.
      socket.resume()
      return socket
    })
    sockets.push(...(await Promise.all(batch)))
  }
  return sockets
}

async function slowestOf(count: number, run: () => Promise<Load>): Promise<{ failed: number }> {
  let failed = 0
  for (let done = 0; done < count; done += 1) if ((await run()).status !== 200) failed += 1
  return { failed }
}
