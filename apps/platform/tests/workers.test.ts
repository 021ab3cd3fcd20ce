/** Several workers behind one port, as real processes over the embedded database. */
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { Agent, type ClientRequest, type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@vectreal/test-kit'
import { GLB_CASES } from '@vectreal/test-kit/glb-cases'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type PlatformProcess, processesOn, runPlatform } from './support/process.js'

const WORKERS = 2
/** So many that each worker has some of them. */
const CONNECTIONS = 24
/** More than the tests before it cause. */
const FAILURE_LIMIT = 200
const SITE = 'https://shop.example.com'
const TOKEN = 'operator-token-of-the-workers-test'
const MODEL = Buffer.from(GLB_CASES.find(({ refusal }) => refusal === undefined)?.bytes() ?? [])

let folder: string
let port: number
let platform: PlatformProcess
let cookie: string
let org: string
let project: string
let scene: string
let agents: Agent[]

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read responses freely
  readonly body: any
}

interface Send {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly agent?: Agent
}

function open(
  path: string,
  { method = 'GET', headers = {}, agent }: Send,
): { sent: ClientRequest; response: Promise<Reply> } {
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: agent ?? false })
  const response = new Promise<Reply>((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== ''
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: isJson ? JSON.parse(text) : text,
        })
      })
    })
  })
  return { sent, response }
}

function ask(path: string, { body, headers = {}, ...rest }: Send = {}): Promise<Reply> {
  const isBytes = Buffer.isBuffer(body)
  const type = body === undefined || isBytes ? {} : { 'content-type': 'application/json' }
  const { sent, response } = open(path, { ...rest, headers: { ...type, ...headers } })
  sent.end(isBytes ? body : body === undefined ? undefined : JSON.stringify(body))
  return response
}

const person = (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST', headers = {}) =>
  ask(path, { method, body, headers: { cookie, ...headers } })

async function createKey(): Promise<{ id: string; token: string }> {
  const { body } = await person(`/api/organizations/${org}/api-keys`, {
    name: 'Key',
    projectIds: [project],
    expiresInDays: 30,
  })
  return { id: body.apiKey.id, token: body.token }
}

const load = (token: string, agent?: Agent) =>
  ask(`/api/scenes/${scene}`, {
    headers: { authorization: `Bearer ${token}`, origin: SITE },
    ...(agent && { agent }),
  })

const statuses = async (token: string) =>
  (await Promise.all(agents.map((agent) => load(token, agent)))).map(({ status }) => status)
const all = (status: number) => Array.from({ length: CONNECTIONS }, () => status)

const workerPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, , parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, 'x ')
          .split(' ')
        return (
          Number(parent) === platform.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.js')
        )
      } catch {
        return false
      }
    })

const openConnections = () =>
  Array.from({ length: CONNECTIONS }, () => new Agent({ keepAlive: true, maxSockets: 1 }))

async function loadsCounted(): Promise<number> {
  const { body } = await ask('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } })
  const line = /vectreal_embed_requests_total\{route="manifest",outcome="ok",layer=""\} (\d+)/.exec(body)
  return Number(line?.[1] ?? 0)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-workers-'))
  await chmod(folder, 0o755)
  port = await freePort()
  platform = runPlatform('serve', {
    DATA_DIR: folder,
    PORT: String(port),
    WORKERS: String(WORKERS),
    LOG_LEVEL: 'error',
    OPERATOR_TOKEN: TOKEN,
    AUTH_FAILURE_LIMIT: String(FAILURE_LIMIT),
    DEFAULT_PLAN: 'business',
    // Whoever waited for it would not be back before the test ends.
    KEY_CACHE_TTL_MS: '60000',
  })
  await platform.printed('Vectreal is running')
  const made = await ask('/api/auth/sign-up/email', {
    method: 'POST',
    body: { name: 'Ann', email: 'ann@example.test', password: 'correct horse battery' },
  })
  cookie = (made.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ')
  org = (await person('/api/auth/organization/create', { name: 'Shop', slug: 'shop' })).body.id
  project = (await person(`/api/organizations/${org}/projects`, { name: 'Site', allowedDomains: [SITE] }))
    .body.id
  const scenes = `/api/organizations/${org}/projects/${project}/scenes`
  scene = (await person(scenes, { name: 'Chair' })).body.id
  await person(`${scenes}/${scene}/model`, MODEL, 'PUT', { 'content-type': 'model/gltf-binary' })
  await person(`${scenes}/${scene}/publish`, {})
  agents = openConnections()
}, 120_000)
afterAll(async () => {
  for (const agent of agents) agent.destroy()
  platform.child.kill('SIGKILL')
  await platform.ended
  await vi.waitUntil(() => processesOn(folder).length === 0, { timeout: 60_000 })
  await rm(folder, { recursive: true, force: true })
})

test('a key that was revoked through one worker is refused by every other at the next request', async () => {
  for (let round = 0; round < 3; round += 1) {
    const key = await createKey()
    expect(await statuses(key.token)).toEqual(all(200))
    const revoked = await ask(`/api/organizations/${org}/api-keys/${key.id}/revoke`, {
      method: 'POST',
      headers: { cookie },
      ...(agents[round] && { agent: agents[round] }),
    })
    expect(revoked.status).toBe(200)
    expect(await statuses(key.token)).toEqual(all(401))
  }
})

test('metrics are those of all workers, whichever is asked', async () => {
  const { token } = await createKey()
  const before = await loadsCounted()
  await statuses(token)
  expect([await loadsCounted(), await loadsCounted()]).toEqual([before + CONNECTIONS, before + CONNECTIONS])
})

test('a worker that is killed is replaced while the others serve, and what it had counted before stays', async () => {
  const { id, token } = await createKey()
  expect(await statuses(token)).toEqual(all(200))
  const loads = async () => {
    const { body } = await person(`/api/organizations/${org}/api-keys/${id}/usage`)
    return body.items?.reduce((sum: number, item: { loads: number }) => sum + item.loads, 0)
  }
  await expect.poll(loads, { timeout: 20_000 }).toBe(CONNECTIONS)
  const [victim = 0, ...others] = workerPids()
  expect(others).toHaveLength(WORKERS - 1)
  process.kill(victim, 'SIGKILL')
  // New connections, all of which find somebody.
  const during = await Promise.all(Array.from({ length: 20 }, () => load(token)))
  expect(during.map(({ status }) => status)).toEqual(during.map(() => 200))
  await vi.waitUntil(() => workerPids().filter((pid) => pid !== victim).length === WORKERS, {
    timeout: 30_000,
  })
  await expect.poll(loads, { timeout: 20_000 }).toBeGreaterThanOrEqual(CONNECTIONS)

  // The successor hears of revocations like the others.
  for (const agent of agents) agent.destroy()
  agents = openConnections()
  await vi.waitUntil(() => /a worker died/.test(platform.output()), { timeout: 20_000 })
  expect(await statuses(token)).toEqual(all(200))
  await person(`/api/organizations/${org}/api-keys/${id}/revoke`, {})
  expect(await statuses(token)).toEqual(all(401))
}, 60_000)

test('failures are counted for all workers together', async () => {
  const wrong = await Promise.all(Array.from({ length: FAILURE_LIMIT + 10 }, () => load('not a key')))
  expect(wrong.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(FAILURE_LIMIT)
  const { token } = await createKey()
  expect(await statuses(token)).toEqual(all(429))
})

test('SIGTERM lets what is open finish, and leaves no process', async () => {
  const scenes = `/api/organizations/${org}/projects/${project}/scenes/${scene}/model`
  const headers = { cookie, 'content-type': 'model/gltf-binary', 'content-length': String(MODEL.length) }
  const { sent, response } = open(scenes, { method: 'PUT', headers })
  sent.write(MODEL.subarray(0, 100))
  await vi.waitUntil(() => (sent.socket?.bytesWritten ?? 0) > 100, { timeout: 20_000 })
  // It is being handled: a response that came later has passed it.
  expect((await person(`/api/organizations/${org}/projects`)).status).toBe(200)
  platform.child.kill('SIGTERM')
  await vi.waitUntil(
    () =>
      load('x').then(
        () => false,
        () => true,
      ),
    { timeout: 20_000 },
  )
  sent.end(MODEL.subarray(100))
  expect((await response).status).toBe(200)
  expect(await platform.ended).toBe(0)
  expect(processesOn(folder)).toEqual([])
}, 60_000)
