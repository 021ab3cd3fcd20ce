/** A primary with a synchronous standby, as a failover finds them. */
import { execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgres } from './embedded-postgres.js'
import pg from 'pg'
import { freePort } from './postgres.js'

export interface PairedPostgres {
  readonly port: number
  /** Connects to the server's maintenance database. */
  readonly url: string
  start(): Promise<void>
  /** As by a power cut. */
  kill(): Promise<void>
}

export interface PostgresPair {
  readonly primary: PairedPostgres
  /** A commit of the primary returns when the standby has it. */
  readonly standby: PairedPostgres
  /** Makes the standby a primary of its own. */
  promote(): Promise<void>
  stop(): Promise<void>
}

export async function startPostgresPair(): Promise<PostgresPair> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-pair-'))
  await chmod(folder, 0o755)
  const [primaryPort, standbyPort] = [await freePort(), await freePort()]
  const primaryFolder = join(folder, 'primary')
  const standbyFolder = join(folder, 'standby')
  const primary = createServer(primaryFolder, primaryPort)
  await primary.server.initialise()
  await primary.start()
  await primary.stop()
  // A copy of a server that is shut down is a base backup.
  execFileSync('cp', ['-a', primaryFolder, standbyFolder])
  const owner = execFileSync('stat', ['-c', '%u:%g', primaryFolder]).toString().trim()
  const signal = join(standbyFolder, 'standby.signal')
  await writeFile(signal, '')
  const settings = join(standbyFolder, 'postgresql.auto.conf')
  await appendFile(
    settings,
    `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=postgres password=postgres application_name=standby'\n`,
  )
  execFileSync('chown', [owner, signal, settings])

  await primary.start()
  const standby = createServer(standbyFolder, standbyPort)
  await standby.start()
  await run(primary.url, "alter system set synchronous_standby_names = 'standby'")
  await run(primary.url, 'select pg_reload_conf()')
  return {
    primary,
    standby,
    async promote() {
      await run(standby.url, 'select pg_promote()')
    },
    async stop() {
      await Promise.all([primary.kill(), standby.kill()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function createServer(databaseDir: string, port: number) {
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=100', '-c', 'wal_level=replica', '-c', 'hot_standby=on'],
    onLog: () => {},
    onError: () => {},
  })
  return {
    port,
    url,
    server,
    async start() {
      // A standby never says that it takes every kind of connection: it is asked instead.
      server.start().catch(() => {})
      for (let attempt = 0; ; attempt += 1) {
        try {
          await run(url, 'select 1')
          return
        } catch (error) {
          if (attempt === 200) throw error
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    },
    stop: () => server.stop(),
    async kill() {
      const { process: child } = server as unknown as { process?: ChildProcess }
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
