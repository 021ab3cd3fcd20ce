/** A PostgreSQL server that tests stop, kill, pause and start again, always on the same port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinaries } from '../../../src/database/binaries.js'
import { freeCluster, initialiseCluster } from '../../../src/database/cluster-folder.js'
import { databaseUser } from '../../../src/database/system-user.js'
import { freePort } from '@vectreal/test-kit'

const PASSWORD = 'faults'
const MAX_CONNECTIONS = 120

export interface FaultyPostgres {
  readonly url: string
  readonly maxConnections: number
  start(): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  remove(): Promise<void>
}

export async function createPostgres(): Promise<FaultyPostgres> {
  const user = await databaseUser()
  const binaries = await findBinaries(user)
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-faults-pg-'))
  await chmod(folder, 0o755)
  const cluster = join(folder, 'data')
  await initialiseCluster(cluster, { binaries, user, password: PASSWORD })
  const port = await freePort()
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    await freeCluster(cluster)
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      `max_connections=${MAX_CONNECTIONS}`,
    ].flatMap((setting) => ['-c', setting])
    const server = spawn(binaries.postgres, ['-D', cluster, '-p', String(port), ...settings], {
      ...user,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', TZ: 'UTC' },
    })
    child = server
    let log = ''
    await new Promise<void>((resolve, reject) => {
      server.stderr.on('data', (chunk: Buffer) => {
        log += chunk.toString()
        if (log.includes('ready to accept connections')) resolve()
      })
      server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
    })
  }

  /** The server and all its backends. */
  async function signalAll(signal: NodeJS.Signals): Promise<void> {
    const postmaster = child?.pid ?? 0
    const send = (pid: number) => {
      try {
        process.kill(pid, signal)
      } catch {
        // A backend that has just ended.
      }
    }
    // The server first: it then makes no further backends while they are listed.
    send(postmaster)
    for (const pid of await childrenOf(postmaster)) send(pid)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const server = child
    if (server === null || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    if (signal === 'SIGKILL') await signalAll('SIGKILL')
    else server.kill(signal)
    await exited
  }

  await start()
  return {
    url: `postgres://vectreal:${PASSWORD}@127.0.0.1:${port}/postgres`,
    maxConnections: MAX_CONNECTIONS,
    start,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    pause: () => signalAll('SIGSTOP'),
    resume: () => signalAll('SIGCONT'),
    async remove() {
      await signalAll('SIGCONT')
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent) found.push(Number(name))
  }
  return found
}
