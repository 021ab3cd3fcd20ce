/** Visitors: loads of the manifest on every node without a pause, each with the moment it was sent and its response. */
import { Agent, request } from 'node:http'
import { type Node, SITE } from './node.js'

const WORKERS_PER_NODE = 4
const TIMEOUT_MS = 10_000

export interface Load {
  readonly node: Node
  readonly sentAt: number
  readonly respondedAt: number
  /** 0: no response came. */
  readonly status: number
}

export interface Loading {
  readonly loads: readonly Load[]
  stop(): Promise<void>
}

export function loadOnce(node: Node, token: string, sceneId: string, agent?: Agent): Promise<Load> {
  const sentAt = performance.now()
  return new Promise((resolve) => {
    const settle = (status: number) => resolve({ node, sentAt, respondedAt: performance.now(), status })
    const sent = request(`${node.url}/api/scenes/${sceneId}`, {
      ...(agent !== undefined && { agent }),
      timeout: TIMEOUT_MS,
      headers: { Authorization: `Bearer ${token}`, Origin: SITE },
    })
    sent.once('response', (response) => {
      response.resume()
      response.once('end', () => settle(response.statusCode ?? 0))
      response.once('error', () => settle(0))
    })
    sent.once('timeout', () => sent.destroy())
    sent.once('error', () => settle(0))
    sent.end()
  })
}

export function startLoad(nodes: readonly Node[], token: string, sceneId: string): Loading {
  const state = { running: true }
  const loads: Load[] = []
  const agent = new Agent({ keepAlive: true })
  const workers = nodes.flatMap((node) =>
    Array.from({ length: WORKERS_PER_NODE }, async () => {
      while (state.running) {
        const load = await loadOnce(node, token, sceneId, agent)
        loads.push(load)
        // A refusal comes so fast that an unbounded loop would measure only itself.
        if (load.status !== 200) await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }),
  )
  return {
    loads,
    async stop() {
      state.running = false
      await Promise.all(workers)
      agent.destroy()
    },
  }
}

/** Milliseconds until every node has served a load again. */
export async function timeToRecover(nodes: readonly Node[], token: string, sceneId: string): Promise<number> {
  const startedAt = performance.now()
  await Promise.all(
    nodes.map(async (node) => {
      while ((await loadOnce(node, token, sceneId)).status !== 200) {
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }),
  )
  return Math.round(performance.now() - startedAt)
}
