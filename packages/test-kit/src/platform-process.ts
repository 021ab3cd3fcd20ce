/** The platform as a process of its own, the way `npm start` and `npm run serve` run it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort, isFree } from './postgres.js'

const MAIN = fileURLToPath(new URL('../../../apps/platform/dist/main.js', import.meta.url))
const POLL_MS = 100
const READY_WITHIN_MS = 280_000

export interface PlatformOptions {
  readonly mode: 'start' | 'serve'
  readonly dataDir: string
  /** Free where it and the two ports after it are not given. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
}

export interface PlatformProcess {
  /** `http://localhost:<port>` */
  readonly url: string
  /** The demo sites of `start`. */
  readonly demoHtmlUrl: string
  readonly demoReactUrl: string
  /** What it has printed so far. */
  output(): string
  /** Sends the signal and waits for the end; resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts the built platform and waits until it is ready. */
export async function startPlatform(options: PlatformOptions): Promise<PlatformProcess> {
  const port = options.port ?? (await threeFreePorts())
  const child = spawn(process.execPath, [MAIN, options.mode], {
    env: { ...process.env, PORT: String(port), DATA_DIR: options.dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  let ended = false
  void exited.then(() => (ended = true))

  const url = `http://localhost:${port}`
  const needed = [`${url}/readyz`]
  if (options.mode === 'start') needed.push(`http://localhost:${port + 1}/`, `http://localhost:${port + 2}/`)
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await Promise.all(needed.map(isReachable))).every(Boolean)) {
    if (ended) throw new Error(`The platform ended while starting:\n${output}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The platform was not ready within ${READY_WITHIN_MS / 1000} seconds:\n${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return {
    url,
    demoHtmlUrl: `http://localhost:${port + 1}`,
    demoReactUrl: `http://localhost:${port + 2}`,
    output: () => output,
    stop(signal = 'SIGINT') {
      if (!ended) child.kill(signal)
      return exited
    },
  }
}

async function isReachable(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => null)
  await response?.body?.cancel()
  return response?.ok ?? false
}

/** A free port whose next two are free as well: the demo sites follow the platform. */
async function threeFreePorts(): Promise<number> {
  for (;;) {
    const port = await freePort()
    if (port < 65_000 && (await isFree(port + 1)) && (await isFree(port + 2))) return port
  }
}
