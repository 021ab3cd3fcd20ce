/** One organization under random work: an owner who changes things, and visitors who load its scene. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Node, OPERATOR_TOKEN, SITE } from '../support/node.js'
import { loadOnce } from '../support/load.js'
import { largePicture } from './large-picture.js'
import type { Random } from './prng.js'
import { Promises } from './rules.js'

const MODELS = ['race-car.glb', 'sports-sedan-variants.glb'].map((name) =>
  fileURLToPath(new URL(`../../../models/${name}`, import.meta.url)),
)
const MAX_KEYS = 12

interface Key {
  readonly id: string
  readonly token: string
}

export interface Served {
  readonly node: number
  readonly at: number
}

export interface Tenant {
  readonly name: string
  readonly promises: Promises
  readonly sceneId: string
  /** Never revoked: what recovery and counts are measured with. */
  readonly steady: Key
  readonly served: Served[]
  readonly stats: { loads: number; refused: number; unavailable: number; writes: number; unanswered: number }
  visit(random: Random, nodes: readonly Node[]): Promise<void>
  act(random: Random, nodes: readonly Node[]): Promise<void>
  /** Asks for more than a node has: models that are none, large pictures, or changes without a pause. */
  flood(random: Random, node: Node): Promise<void>
  /** Loads that the steady key has been counted for. */
  countedLoads(node: Node): Promise<number>
  exportAudit(node: Node): Promise<{ status: number; text: string }>
  /** What is not as it was acknowledged, once everything is quiet. */
  audit(node: Node): Promise<string[]>
}

export async function createTenant(name: string, first: Node): Promise<Tenant> {
  const cookie = await signUp(name, first)
  const setUp = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, text } = await send(first, method, path, body, { cookie })
    if (status >= 300) throw new Error(`${method} ${path} responded ${status}: ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as T
  }
  const { id: org } = await setUp<{ id: string }>('POST', '/api/auth/organization/create', {
    name,
    slug: name,
  })
  const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  await send(first, 'PUT', `/api/operator/organizations/${org}/plan`, { plan: 'enterprise' }, operator)
  const base = `/api/organizations/${org}`
  const service = await setUp<{ token: string }>('POST', `${base}/service-tokens`, { name: 'Nemesis' })
  const bearer = { authorization: `Bearer ${service.token}` }
  const project = await setUp<{ id: string }>('POST', `${base}/projects`, {
    name: 'P',
    allowedDomains: [SITE],
  })
  const projectPath = `${base}/projects/${project.id}`
  const scene = await setUp<{ id: string }>('POST', `${projectPath}/scenes`, { name: 'scene 0' })
  const scenePath = `${projectPath}/scenes/${scene.id}`
  const models = await Promise.all(MODELS.map((path) => readFile(path)))
  await setUp('PUT', `${scenePath}/model`, models[0])
  await setUp('POST', `${scenePath}/publish`)
  const newKey = { name: 'Key', projectIds: [project.id] }
  const created = await setUp<{ apiKey: { id: string }; token: string }>('POST', `${base}/api-keys`, newKey)
  const steady = { id: created.apiKey.id, token: created.token }

  const suspension = `/api/operator/organizations/${org}`
  const promises = new Promises(name)
  const keys: Key[] = [steady]
  const acknowledged = new Set([steady.id])
  const attempted = new Set<string>()
  const names = { count: 0, possible: new Set(['scene 0']) }
  /** Of renames that got no response: any may come late. */
  const lateNames = new Set<string>()
  const served: Served[] = []
  const stats = { loads: 0, refused: 0, unavailable: 0, writes: 0, unanswered: 0 }
  let isOpen = true
  /** Of the newest upload that was acknowledged. */
  let version = 1

  const picture = largePicture()

  const ask = (node: Node, method: string, path: string, body?: unknown) =>
    send(node, method, path, body, bearer)
  /** Null: nobody knows whether it happened. */
  async function write(node: Node, method: string, path: string, body?: unknown, headers = bearer) {
    stats.writes += 1
    const response = await send(node, method, path, body, headers).catch(() => null)
    if (response !== null && response.status < 300) return response
    stats.unanswered += 1
    return null
  }

  const open = async (node: Node) => {
    promises.opening()
    const allowed = await write(node, 'PATCH', projectPath, { allowedDomains: [SITE] })
    const published = await write(node, 'POST', `${scenePath}/publish`)
    const resumed = await write(node, 'POST', `${suspension}/resume`, undefined, operator)
    if (allowed === null || published === null || resumed === null) promises.uncertain()
    else isOpen = true
  }
  const narrow = (node: Node) =>
    write(node, 'PATCH', projectPath, { allowedDomains: ['elsewhere.example.com'] })
  const unpublish = (node: Node) => write(node, 'POST', `${scenePath}/unpublish`)
  const suspend = (node: Node) => write(node, 'POST', `${suspension}/suspend`, {}, operator)
  const close = async (node: Node, random: Random) => {
    const response = await random.pick([narrow, unpublish, suspend])(node)
    isOpen = false
    if (response !== null) promises.closed(performance.now())
  }
  const create = async (node: Node) => {
    const response = await write(node, 'POST', `${base}/api-keys`, newKey)
    if (response === null) return
    const { apiKey, token } = JSON.parse(response.text) as { apiKey: { id: string }; token: string }
    acknowledged.add(apiKey.id)
    keys.push({ id: apiKey.id, token })
  }
  const revoke = async (node: Node, key: Key) => {
    attempted.add(key.id)
    const response = await write(node, 'POST', `${base}/api-keys/${key.id}/revoke`)
    if (response !== null) promises.revoked(key.id, performance.now())
  }
  const rename = async (node: Node) => {
    names.count += 1
    const next = `scene ${names.count}`
    const response = await write(node, 'PATCH', scenePath, { name: next })
    names.possible = response === null ? names.possible.add(next) : new Set([next, ...lateNames])
    if (response === null) lateNames.add(next)
  }
  const upload = async (node: Node, random: Random) => {
    const response = await write(node, 'PUT', `${scenePath}/model`, random.pick(models))
    if (response !== null) version = (JSON.parse(response.text) as { version: number }).version
  }
  const floods = {
    models: (node: Node) =>
      Array.from({ length: 16 }, () =>
        ask(node, 'PUT', `${scenePath}/model`, new Uint8Array(4 * 1024 * 1024)),
      ),
    pictures: (node: Node) =>
      Array.from({ length: 16 }, () =>
        send(node, 'PUT', `${scenePath}/poster`, picture, { ...bearer, 'content-type': 'image/png' }),
      ),
    changes: (node: Node) =>
      Array.from({ length: 16 }, async (_, index) => {
        for (let count = 0; count < 20; count += 1)
          await ask(node, 'PATCH', scenePath, { settings: { exposure: 1 + ((index + count) % 7) / 10 } })
      }),
  } as const
  return {
    name,
    promises,
    sceneId: scene.id,
    steady,
    served,
    stats,
    async visit(random, nodes) {
      const node = random.pick(nodes)
      const key = random.next() < 0.3 ? steady : random.pick(keys)
      const load = await loadOnce(node, key.token, scene.id)
      stats.loads += 1
      if (load.status === 200 && key === steady)
        served.push({ node: nodes.indexOf(node), at: load.respondedAt })
      if (load.status === 503 || load.status === 0) stats.unavailable += 1
      else if (load.status !== 200) stats.refused += 1
      promises.check({ keyId: key.id, sentAt: load.sentAt, status: load.status, node: nodes.indexOf(node) })
    },
    async act(random, nodes) {
      const node = random.pick(nodes)
      const live = keys.filter((key) => key !== steady && !promises.isRevoked(key.id))
      const dice = random.next()
      if (!isOpen && dice < 0.5) await open(node)
      else if (dice < 0.3 && live.length > 0) await revoke(node, random.pick(live))
      else if (dice < 0.6) await create(node)
      else if (dice < 0.75) await close(node, random)
      else if (dice < 0.8) await upload(node, random)
      else await rename(node)
      // The oldest revoked ones make room: a rule that held for minutes is not what breaks.
      if (keys.length > MAX_KEYS) keys.splice(1, 1)
    },
    async flood(random, node) {
      const begin = floods[random.pick(['models', 'pictures', 'changes'] as const)]
      await Promise.allSettled<unknown>(begin(node))
    },
    async countedLoads(node) {
      const { text } = await ask(node, 'GET', `${base}/api-keys/${steady.id}/usage?by=day`)
      const { items } = JSON.parse(text) as { items: { loads: number }[] }
      return items.reduce((sum, { loads }) => sum + loads, 0)
    },
    exportAudit: (node) => ask(node, 'GET', `${base}/audit-log/export`),
    async audit(node) {
      const problems: string[] = []
      const found = new Map<string, string>()
      let cursor = ''
      do {
        const page = await ask(node, 'GET', `${base}/api-keys?limit=100${cursor}`)
        const { items, nextCursor } = JSON.parse(page.text) as {
          items: { id: string; status: string }[]
          nextCursor: string | null
        }
        for (const { id, status } of items) found.set(id, status)
        cursor = nextCursor === null ? '' : `&cursor=${encodeURIComponent(nextCursor)}`
      } while (cursor !== '')
      for (const id of acknowledged) {
        const status = found.get(id)
        if (status === undefined) problems.push(`${name}: key ${id} was created and is gone`)
        else if (promises.isRevoked(id) && status !== 'revoked')
          problems.push(`${name}: revoked key ${id} is ${status}`)
        else if (!attempted.has(id) && status !== 'active') problems.push(`${name}: key ${id} is ${status}`)
      }
      const shown = JSON.parse((await ask(node, 'GET', scenePath)).text) as { name: string; version: number }
      if (shown.version < version) {
        problems.push(`${name}: version ${version} was acknowledged, the scene is at ${shown.version}`)
      }
      if (!names.possible.has(shown.name)) {
        problems.push(
          `${name}: the scene is called "${shown.name}", acknowledged was ${[...names.possible].join(' or ')}`,
        )
      }
      return problems
    },
  }
}

async function signUp(name: string, node: Node): Promise<string> {
  const response = await fetch(`${node.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, email: `${name}@example.test`, password: 'correct horse battery' }),
  })
  if (!response.ok) throw new Error(`sign-up responded ${response.status}: ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}

async function send(
  node: Node,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const isBinary = body instanceof Uint8Array
  const response = await fetch(node.url + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': isBinary ? 'model/gltf-binary' : 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isBinary ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}
