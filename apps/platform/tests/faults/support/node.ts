/** One node: the built platform in a process of its own, and, where wanted, on a network of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from '@vectreal/test-kit'

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url))
export const SITE = 'https://shop.example.com'
export const TTL_MS = 1000
export const OPERATOR_TOKEN = 'operator-of-the-fault-suite-0123456789'

export interface Node {
  readonly url: string
  readonly pid: number
  readonly output: () => string
  signal(signal: NodeJS.Signals): void
  readonly ended: Promise<unknown>
}

export interface Place {
  /** A network namespace. */
  readonly name: string
  readonly address: string
}

/** Resolves when the node is ready. */
export async function spawnNode(env: Readonly<Record<string, string>>, place?: Place): Promise<Node> {
  const port = await freePort()
  const { PATH = '', HOME = '' } = process.env
  const node = [process.execPath, '--expose-gc', MAIN, 'serve']
  const [command = '', ...args] = place === undefined ? node : ['ip', 'netns', 'exec', place.name, ...node]
  const child = spawn(command, args, {
    cwd: '/tmp',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      PORT: String(port),
      HOST: place?.address ?? '127.0.0.1',
      PUBLIC_URL: place === undefined ? 'http://localhost:4400' : 'https://scenes.example.com',
      AUTH_SECRET: 'k3y-of-the-fault-suite-0123456789-abcdefgh',
      OPERATOR_TOKEN,
      SIGN_UP: 'open',
      KEY_CACHE_TTL_MS: String(TTL_MS),
      AUTH_FAILURE_LIMIT: '100000000',
      DATABASE_POOL_SIZE: '10',
      LOG_LEVEL: 'error',
      ...env,
    },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const ended = once(child, 'exit')
  const url = `http://${place?.address ?? '127.0.0.1'}:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a node did not start:\n${text}`)
    const status = await fetch(`${url}/readyz`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { url, pid: child.pid ?? 0, output: () => text, ended, signal: (signal) => child.kill(signal) }
}
