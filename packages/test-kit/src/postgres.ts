/** One real PostgreSQL server for a test run, and a fresh database for whoever asks. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgres } from './embedded-postgres.js'
import pg from 'pg'
import { installedServer } from './installed-postgres.js'

export interface TestPostgres {
  /** Connects to the server's maintenance database. */
  readonly url: string
  readonly port: number
  /** Shuts the server down and keeps its files; `resume` starts it again on the same port. */
  halt(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

export interface PostgresOptions {
  readonly flags?: readonly string[]
  /** A folder with `initdb` and `postgres`. Default: `TEST_POSTGRES_BIN`, else the newest version, from npm. */
  readonly programs?: string | undefined
}

/** Starts a server on a free port with its files in a temp folder; `stop` removes both. */
export async function startPostgres({
  flags = [],
  programs = process.env['TEST_POSTGRES_BIN'],
}: PostgresOptions = {}): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-pg-'))
  // As root the server runs as another user, who has to reach its files.
  await chmod(folder, 0o755)
  const port = await freePort()
  const place = {
    databaseDir: join(folder, 'data'),
    port,
    // Tests may lose their data at a power cut; they run several times faster for it.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', ...flags],
  }
  const server = programs ? installedServer({ ...place, programs }) : embeddedServer(place)
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    port,
    halt: () => server.stop(),
    resume: () => server.start(),
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function embeddedServer(place: { databaseDir: string; port: number; postgresFlags: string[] }) {
  return new EmbeddedPostgres({
    ...place,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  })
}

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** Creates an empty database on the server that `serverUrl` names. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A TCP port of 127.0.0.1 that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Whether nothing listens on a port of 127.0.0.1 at this moment. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
