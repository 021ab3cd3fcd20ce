/** The real platform process, as `npm start` and `npm run serve` run it after the build. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface PlatformProcess {
  readonly child: ChildProcess
  readonly pid: number
  /** What it has printed, on both streams. */
  output(): string
  /** Resolves when the text has been printed; rejects when the process ends without it. */
  printed(text: string | RegExp): Promise<void>
  /** Resolves to the exit code, or the signal. */
  readonly ended: Promise<number | string>
}

export interface User {
  readonly uid: number
  readonly gid: number
}

/** Whether the platform can be run as somebody else: by root, with Node and the build where others may read them. */
export function canRunAs(user: User): boolean {
  if (process.getuid?.() !== 0) return false
  const reads = `require('node:fs').accessSync(${JSON.stringify(MAIN)})`
  return spawnSync(process.execPath, ['-e', reads], { ...user, cwd: '/' }).status === 0
}

export function runPlatform(
  mode: 'start' | 'serve' | 'migrate',
  env: Record<string, string>,
  user?: User,
): PlatformProcess {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [MAIN, mode], {
    ...user,
    cwd: '/tmp',
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const listener of listeners) listener()
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  return {
    child,
    pid: child.pid ?? 0,
    output: () => text,
    printed(wanted) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (typeof wanted === 'string' ? !text.includes(wanted) : !wanted.test(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void ended.then(
          (how) => reject(new Error(`ended (${how}) before it printed ${wanted}:\n${text}`)),
          reject,
        )
      })
    },
    ended,
  }
}

/** Running processes whose command line names the folder. */
export function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
}
