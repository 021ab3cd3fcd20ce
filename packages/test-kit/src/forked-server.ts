/** A server of ours in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface ForkedServer {
  readonly process: ChildProcess
  readonly port: number
  stop(): Promise<void>
}

/** `name`: of the built module, which sends its port as its first message. */
export async function forkServer(name: string, args: readonly string[]): Promise<ForkedServer> {
  const module = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url))
  const child = fork(module, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const port = await Promise.race([portOf(child), failureOf(child, name)])
  return {
    process: child,
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const [port] = (await once(child, 'message')) as [number]
  return port
}

async function failureOf(child: ChildProcess, name: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`${name} ended with ${code} before it listened`)
}
