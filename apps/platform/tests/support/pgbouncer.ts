/** A real PgBouncer on a free port, with the settings that Debian ships, where this machine has one. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@vectreal/test-kit'

const PROGRAM = '/usr/sbin/pgbouncer'
/** It does not run as root. */
const NOBODY = 65_534

export interface TestPooler {
  /** The URL of the database, through the pooler. */
  through(url: string): string
  stop(): Promise<void>
}

export function hasPgBouncer(): boolean {
  try {
    execFileSync(PROGRAM, ['--version'])
    return true
  } catch {
    return false
  }
}

export async function startPgBouncer(
  serverUrl: string,
  poolMode: 'session' | 'transaction',
): Promise<TestPooler> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-pgbouncer-'))
  await chmod(folder, 0o755)
  const { hostname, port: serverPort, username, password } = new URL(serverUrl)
  const port = await freePort()
  const users = join(folder, 'userlist.txt')
  const settings = join(folder, 'pgbouncer.ini')
  await writeFile(users, `"${username}" "${password}"\n`)
  await writeFile(
    settings,
    [
      '[databases]',
      `* = host=${hostname} port=${serverPort}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      // Debian has md5 here, which falls back to SCRAM where the password is kept in the clear.
      'auth_type = md5',
      `auth_file = ${users}`,
      ...(poolMode === 'session' ? [] : ['pool_mode = transaction']),
    ].join('\n'),
  )
  const child: ChildProcess = spawn(PROGRAM, [settings], {
    ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  for await (const chunk of child.stderr as AsyncIterable<Buffer>) {
    log += chunk.toString()
    if (log.includes('process up')) break
  }
  child.stderr?.resume()
  return {
    through(url) {
      const pooled = new URL(url)
      pooled.port = String(port)
      return pooled.href
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
