/** Three real nodes over one PostgreSQL and one folder of models, and an owner who uses them over HTTP. */
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Node, OPERATOR_TOKEN, SITE, spawnNode } from './node.js'
import { createPostgres, type FaultyPostgres } from './postgres.js'

const MODEL = fileURLToPath(new URL('../../../models/race-car.glb', import.meta.url))
export interface Scenario {
  readonly org: string
  readonly project: string
  readonly sceneId: string
}

export interface Cluster {
  readonly postgres: FaultyPostgres
  readonly nodes: Node[]
  readonly folder: string
  readonly scenario: Scenario
  /** Sends as the owner, to the first node unless told otherwise; throws on a response other than 2xx. */
  send<T = Record<string, unknown>>(method: string, path: string, body?: unknown, node?: Node): Promise<T>
  createKey(): Promise<{ keyId: string; token: string }>
  revoke(keyId: string, node?: Node): Promise<void>
  startNode(env?: Record<string, string>): Promise<Node>
  close(): Promise<void>
}

export async function startCluster(nodeCount = 3): Promise<Cluster> {
  const postgres = await createPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-faults-'))
  await chmod(folder, 0o755)
  const started: Node[] = []

  async function startNode(env: Record<string, string> = {}): Promise<Node> {
    const node = await spawnNode({ DATA_DIR: folder, DATABASE_URL: postgres.url, ...env })
    started.push(node)
    return node
  }

  const nodes: Node[] = []
  for (let count = 0; count < nodeCount; count += 1) nodes.push(await startNode())
  const [first] = nodes
  if (first === undefined) throw new TypeError('a cluster has a node at least')
  const cookie = await signUp(first)

  async function send<T>(
    method: string,
    path: string,
    body?: unknown,
    node: Node = nodes[0] ?? (first as Node),
  ) {
    const isBinary = body instanceof Uint8Array
    const response = await fetch(node.url + path, {
      method,
      headers: {
        cookie,
        ...(body !== undefined && { 'content-type': isBinary ? 'model/gltf-binary' : 'application/json' }),
      },
      ...(body !== undefined && {
        body: isBinary ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} responded ${response.status}: ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as T
  }

  const { id: org } = await send<{ id: string }>('POST', '/api/auth/organization/create', {
    name: 'Faults',
    slug: 'faults',
  })
  const plan = await fetch(`${first.url}/api/operator/organizations/${org}/plan`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
    body: '{"plan":"enterprise"}',
  })
  if (!plan.ok) throw new Error(`the plan could not be set: ${plan.status}`)
  const base = `/api/organizations/${org}`
  const { id: project } = await send<{ id: string }>('POST', `${base}/projects`, {
    name: 'P',
    allowedDomains: [SITE],
  })
  const scenes = `${base}/projects/${project}/scenes`
  const { id: sceneId } = await send<{ id: string }>('POST', scenes, { name: 'S' })
  await send('PUT', `${scenes}/${sceneId}/model`, await readFile(MODEL))
  await send('POST', `${scenes}/${sceneId}/publish`)

  return {
    postgres,
    nodes,
    folder,
    scenario: { org, project, sceneId },
    send,
    startNode,
    async createKey() {
      const created = await send<{ apiKey: { id: string }; token: string }>('POST', `${base}/api-keys`, {
        name: 'Key',
        projectIds: [project],
      })
      return { keyId: created.apiKey.id, token: created.token }
    },
    async revoke(keyId, node) {
      await send('POST', `${base}/api-keys/${keyId}/revoke`, undefined, node)
    },
    async close() {
      for (const node of started) node.signal('SIGKILL')
      await postgres.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function signUp({ url }: Node): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Owner', email: 'owner@example.test', password: 'correct horse battery' }),
  })
  if (!response.ok) throw new Error(`sign-up responded ${response.status}: ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}

/** What a process holds: descriptors and resident memory. */
export async function resourcesOf({ pid }: Node): Promise<{ descriptors: number; residentMiB: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return {
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
    residentMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024,
  }
}
