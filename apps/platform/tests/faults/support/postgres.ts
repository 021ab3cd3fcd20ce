/** PostgreSQL servers that tests stop, kill, pause and start again, always on the same port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Binaries, findBinaries } from '../../../src/database/binaries.js'
import { freeCluster, initialiseCluster } from '../../../src/database/cluster-folder.js'
import { databaseUser, type SystemUser } from '../../../src/database/system-user.js'
import { freePort } from '@vectreal/test-kit'

export const PASSWORD = 'faults'
const MAX_CONNECTIONS = 120

export interface PostgresProcess {
  readonly port: number
  /** Its data folder. */
  readonly cluster: string
  readonly url: string
  isRunning(): boolean
  start(): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  /** The server and all its backends. */
  pids(): Promise<number[]>
}

export interface FaultyPostgres extends PostgresProcess {
  readonly maxConnections: number
  remove(): Promise<void>
}

export interface Installation {
  readonly user: SystemUser | null
  readonly binaries: Binaries
}

export async function findInstallation(): Promise<Installation> {
  const user = await databaseUser()
  return { user, binaries: await findBinaries(user) }
}

/** A running server with a database of its own. */
export async function createPostgres(): Promise<FaultyPostgres> {
  const installation = await findInstallation()
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-faults-pg-'))
  await chmod(folder, 0o755)
  const server = await createServer(join(folder, 'data'), installation)
  await initialiseCluster(server.cluster, { ...installation, password: PASSWORD })
  await server.start()
  return {
    ...server,
    maxConnections: MAX_CONNECTIONS,
    async remove() {
      await server.resume()
      await server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A server on that folder, which may be made later; not started. */
export async function createServer(
  cluster: string,
  { user, binaries }: Installation,
): Promise<PostgresProcess> {
  const port = await freePort()
  let child: ChildProcess | null = null
  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null

  async function start(): Promise<void> {
    await freeCluster(cluster)
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      `max_connections=${MAX_CONNECTIONS}`,
      'wal_keep_size=64MB',
      'max_wal_size=64MB',
      'wal_retrieve_retry_interval=500ms',
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
        log = (log + chunk.toString()).slice(-20_000)
        if (/ready to accept (?:read-only )?connections/.test(log)) resolve()
      })
      server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
    })
  }

  async function pids(): Promise<number[]> {
    const postmaster = child?.pid
    return postmaster === undefined ? [] : [postmaster, ...(await childrenOf(postmaster))]
  }

  async function signalAll(signal: NodeJS.Signals): Promise<void> {
    if (!isRunning()) return
    const send = (pid: number) => {
      try {
        process.kill(pid, signal)
      } catch {
        // A backend that has just ended.
      }
    }
    // The server first: it then makes no further backends while they are listed.
    if (child?.pid !== undefined) send(child.pid)
    for (const pid of await pids()) send(pid)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const server = child
    if (server === null || !isRunning()) return
    const exited = once(server, 'exit')
    if (signal === 'SIGKILL') await signalAll('SIGKILL')
    else server.kill(signal)
    await exited
  }

  return {
    port,
    cluster,
    url: `postgres://vectreal:${PASSWORD}@127.0.0.1:${port}/postgres`,
    isRunning,
    start,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    pause: () => signalAll('SIGSTOP'),
    resume: () => signalAll('SIGCONT'),
    pids,
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
