/** Clients that leave, or lose their rights, while a request is under way. */
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createFixture,
  createScene,
  type Fixture,
  keyed,
  raw,
  SITE,
  type TestScene,
} from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { createServiceToken, readScene, revokeServiceToken } from './support/organization.js'
import { type Caller, startPlatform, type TestPlatform } from './support/platform.js'

const WITHIN = { timeout: 20_000 }

let platform: TestPlatform
let own: Fixture
let large: TestScene
let uploads: string
let observer: pg.Client

beforeAll(async () => {
  uploads = await mkdtemp(join(tmpdir(), 'vectreal-uploads-'))
  platform = await startPlatform({ authFailureLimit: 1_000_000, keyCacheTtlMs: 0, uploadFolder: uploads })
  own = await createFixture(platform)
  large = await createScene(platform, { org: own.org, project: own.project, modelBytes: 4_000_000 })
  observer = new pg.Client({ connectionString: platform.databaseUrl })
  await observer.connect()
})
afterAll(async () => {
  await observer.end()
  await platform.close()
  await rm(uploads, { recursive: true, force: true })
})

/** Holds back every query about a table until `during` is over; it begins its requests. */
async function holdTable(table: string, during: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`lock table ${table} in access exclusive mode`)
    await during()
  } finally {
    await client.query('rollback')
    await client.end()
  }
}

async function untilHeld(): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await observer.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where not l.granted and d.datname = current_database()`,
    )
    expect(rows).not.toEqual([])
  }, WITHIN)
}

/** What this process holds open of the store and of uploads. */
async function openFiles(): Promise<string[]> {
  const names = await readdir('/proc/self/fd')
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return targets.filter((target) => target.startsWith(platform.folder) || target.startsWith(uploads))
}

const scenePath = (scene = large.id) => `/api/organizations/${own.org}/scenes/${scene}`

describe.skipIf(process.platform !== 'linux')('a client that leaves while its rights are looked up', () => {
  const upload = (type: string) => ({
    ...own.owner.credentials,
    'content-type': type,
    'content-length': '9000000',
  })
  test.each([
    ['an embedded model', 'GET', () => `/api/scenes/${large.id}/model`, () => keyed(own.token), 'api_keys'],
    ['a model of a member', 'GET', () => `${scenePath()}/model`, () => own.owner.credentials, 'members'],
    ['an uploaded model', 'PUT', () => `${scenePath()}/model`, () => upload('model/gltf-binary'), 'members'],
    ['an uploaded poster', 'PUT', () => `${scenePath()}/poster`, () => upload('image/png'), 'members'],
  ])('leaves no file behind: %s', async (_what, method, pathOf, headersOf, table) => {
    await holdTable(table, async () => {
      const requests = Array.from({ length: 40 }, () => {
        const request = httpRequest(platform.url + pathOf(), { method, headers: headersOf(), agent: false })
        request.on('error', () => {})
        if (method === 'PUT') request.write(Buffer.alloc(500_000))
        else request.end()
        return request
      })
      await untilHeld()
      for (const request of requests) request.destroy()
      await vi.waitFor(() => expect(requests.every(({ closed }) => closed)).toBe(true), WITHIN)
    })
    await vi.waitFor(async () => expect(await openFiles()).toEqual([]), WITHIN)
    await vi.waitFor(async () => expect(await readdir(uploads)).toEqual([]), WITHIN)
  })
})

describe('a body that is on its way when its sender loses the right to it', () => {
  interface Sent {
    readonly path: string
    readonly by: Caller
    readonly method?: string
    readonly type: string
    readonly body: Uint8Array
    /** Where the rights are read. */
    readonly table: string
  }

  /** Sends all but the last byte, takes the right away once it has been looked up, and sends the rest. */
  async function sendAround(
    { path, by, method = 'PUT', type, body, table }: Sent,
    takeAway: () => Promise<unknown>,
  ) {
    const headers = { ...by.credentials, 'content-type': type, 'content-length': String(body.length) }
    let request: ClientRequest | undefined
    await holdTable(table, async () => {
      request = httpRequest(platform.url + path, { method, headers, agent: false })
      request.write(body.subarray(0, -1))
      await untilHeld()
    })
    // What takes the right away writes where the other read: it comes after it.
    await takeAway()
    const response = once(request as ClientRequest, 'response') as Promise<[IncomingMessage]>
    request?.end(body.subarray(-1))
    const [{ statusCode }] = await response
    return statusCode
  }

  const remove = (member: { email: string }) =>
    own.owner.post('/api/auth/organization/remove-member', {
      memberIdOrEmail: member.email,
      organizationId: own.org,
    })
  const modelOf = async (scene: string) => {
    const { bytes } = await raw(`${platform.url}/api/scenes/${scene}/model`, { headers: keyed(own.token) })
    return bytes
  }

  test('replaces no published model and no poster', async () => {
    const scene = await createScene(platform, { org: own.org, project: own.project, poster: true })
    const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    for (const [route, type, body] of [
      ['model', 'model/gltf-binary', makeGlb()],
      ['poster', 'image/png', png],
    ] as const) {
      const member = await platform.addMember(own.owner, own.org, 'member')
      const sent = { path: `${scenePath(scene.id)}/${route}`, by: member, type, body, table: 'members' }
      const status = await sendAround(sent, async () => expect((await remove(member)).status).toBe(200))
      expect(status).toBe(404)
    }
    expect(scene.model.equals(await modelOf(scene.id))).toBe(true)
    const { body } = await raw(`${platform.url}/api/scenes/${scene.id}`, { headers: keyed(own.token, SITE) })
    expect(body).toMatchObject({ version: 1, poster: { width: 32 } })
  })

  test('changes no settings', async () => {
    const scene = await createScene(platform, { org: own.org, project: own.project })
    const member = await platform.addMember(own.owner, own.org, 'member')
    const sent: Sent = {
      path: scenePath(scene.id),
      by: member,
      method: 'PATCH',
      type: 'application/json',
      body: Buffer.from(JSON.stringify({ name: 'Taken over' })),
      table: 'members',
    }
    expect(await sendAround(sent, () => remove(member))).toBe(404)
    expect(await readScene(own.owner, own.org, scene.id)).toMatchObject({ name: 'Scene' })
  })

  test('does nothing with a service token that was revoked', async () => {
    const scene = await createScene(platform, { org: own.org, project: own.project })
    const made = await createServiceToken(own.owner, own.org)
    const sent: Sent = {
      path: `${scenePath(scene.id)}/model`,
      by: platform.bearer(made.token),
      type: 'model/gltf-binary',
      body: makeGlb(),
      table: 'service_tokens',
    }
    expect(await sendAround(sent, () => revokeServiceToken(own.owner, own.org, made.id))).toBe(401)
    expect(scene.model.equals(await modelOf(scene.id))).toBe(true)
  })
})
