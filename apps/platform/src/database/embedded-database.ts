/** A real PostgreSQL server as a child of this process, with its files under `DATA_DIR`. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { ServerRole } from '@vectreal/scene-api'
import pg from 'pg'
import { keptSecret } from '../secrets.js'
import { StartupError } from '../startup-error.js'
import { findBinaries } from './binaries.js'
import {
  freeCluster,
  initialiseCluster,
  lastLine,
  placeCluster,
  protectCluster,
  serverEnvironment,
} from './cluster-folder.js'
import { databaseUser, type SystemUser } from './system-user.js'

const READY = 'database system is ready to accept connections'
/** Long enough for crash recovery of a large write-ahead log. */
const START_MS = 120_000
/** For one process, a backup and a look inside. */
const CONNECTIONS = 100
/** What a further worker opens: for management, for embeds, for notifications. */
const WORKER_CONNECTIONS = 16
const STOP_MS = 30_000
const LAST_WORDS_MS = 500
const DATABASE = 'vectreal'
const SERVER_ROLE = 'vectreal_server'

export interface EmbeddedDatabase {
  /** As whom the server works: a role of its own, made by whoever migrates as the owner. */
  readonly url: string
  readonly ownerUrl: string
  readonly pid: number
  /** Settles with a one-line reason when the server ends without having been asked to. */
  readonly crashed: Promise<string>
  stop(): Promise<void>
}

export async function startEmbeddedDatabase(
  dataDir: string,
  { workers }: { workers: number },
): Promise<EmbeddedDatabase> {
  const user = await databaseUser()
  const binaries = await findBinaries(user)
  const folder = placeCluster(dataDir, user)
  const password = await keptSecret(join(dataDir, 'database-password'))
  const serverPassword = await keptSecret(join(dataDir, 'database-server-password'))
  await freeCluster(folder)
  await initialiseCluster(folder, { binaries, user, password })
  await protectCluster(folder)

  const port = await freePort()
  const server = await startServer(binaries.postgres, {
    folder,
    port,
    user,
    connections: CONNECTIONS + WORKER_CONNECTIONS * (workers - 1),
  })
  const urlOf = (role: string, secret: string, database: string) =>
    `postgres://${role}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${database}`
  try {
    await createDatabase(urlOf('vectreal', password, 'postgres'), {
      name: SERVER_ROLE,
      password: serverPassword,
    })
  } catch (cause) {
    await server.stop()
    throw new StartupError(`The embedded database does not respond: ${(cause as Error).message}`, { cause })
  }
  return {
    url: urlOf(SERVER_ROLE, serverPassword, DATABASE),
    ownerUrl: urlOf('vectreal', password, DATABASE),
    ...server,
  }
}

type Server = Omit<EmbeddedDatabase, 'url' | 'ownerUrl'>

interface ServerOptions {
  readonly folder: string
  readonly port: number
  readonly user: SystemUser | null
  readonly connections: number
}

async function startServer(
  postgres: string,
  { folder, port, user, connections }: ServerOptions,
): Promise<Server> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(connections),
    // A laptop that loses power must not lose a revocation.
    fsync: 'on',
    synchronous_commit: 'on',
  }
  const args = ['-D', folder, '-p', String(port)]
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  const child = spawn(postgres, args, {
    ...user,
    cwd: '/',
    // A group of its own: Ctrl-C at the terminal must reach us alone, or the server is gone before the last flush.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: serverEnvironment(),
  })
  let log = ''
  let stopping = false
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      const tell = () => resolve(signal === null ? `exit code ${code}: ${lastLine(log)}` : `signal ${signal}`)
      // Its last words may still be in the pipe, which backends that outlive it may hold open.
      child.once('close', tell)
      setTimeout(tell, LAST_WORDS_MS).unref()
    })
  })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new StartupError('The embedded database did not become ready in two minutes.')),
      START_MS,
    )
    const fail = (reason: string) => {
      clearTimeout(timer)
      reject(new StartupError(`The embedded database in ${folder} did not start (${reason}).`))
    }
    void ended.then(fail)
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000)
      if (log.includes(READY)) {
        clearTimeout(timer)
        resolve()
      }
    })
  }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  const pid = child.pid ?? 0
  const leash = holdLeash(pid)
  return {
    pid,
    crashed: new Promise((resolve) => {
      const tell = (reason: string) => {
        if (!stopping) resolve(`The embedded database stopped by itself (${reason}).`)
      }
      void ended.then(tell)
    }),
    async stop() {
      stopping = true
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT')
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
        await ended
        clearTimeout(timer)
      }
      leash?.kill('SIGKILL')
    },
  }
}

/** Stops the server when this process is gone, however it went: a shell waits on a pipe that only we hold open. */
function holdLeash(pid: number): ChildProcess | null {
  if (process.platform === 'win32') return null
  const leash = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0" 2>/dev/null', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  leash.on('error', () => {})
  leash.unref()
  return leash
}

/** The role follows its file: a folder restored without the file, or with another, starts as well. */
async function createDatabase(url: string, role: ServerRole): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
    // Loaded meanwhile, not before.
    const { ensureServerRole } = await import('@vectreal/scene-api')
    await ensureServerRole(client, role, { resetPassword: true })
  } finally {
    await client.end()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
