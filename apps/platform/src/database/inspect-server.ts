/** What a start must know of the server behind a URL, asked with the kind of connection that will be used. */
import { setTimeout as delay } from 'node:timers/promises'
import { connectionConfig, type Pooling } from '@vectreal/scene-api'
import pg from 'pg'
import { StartupError } from '../startup-error.js'
import { describeDatabase } from './database-url.js'
import { databaseFault, type UrlSetting } from './start-fault.js'

const OLDEST_MAJOR = 15
const CONNECT_MS = 10_000
/** Expiry is read from this machine's clock and written by others. */
const MAX_CLOCK_DIFFERENCE_MS = 60_000
/** More than one node may start at once; a few connections are enough to take a shared one away. */
const PROBES = 3

export interface ServerFacts {
  readonly pooling: Pooling
  readonly clockDifferenceMs: number
}

interface FactRow {
  readonly version: number
  readonly encoding: string
  readonly now_ms: string
}

/** Refuses a server that would fail later, in a way that is harder to understand. */
export async function inspectServer(setting: UrlSetting, url: string): Promise<ServerFacts> {
  const [client, ...probes] = await connectAll(setting, url)
  try {
    const asked = Date.now()
    const { rows } = await client.query<FactRow>(
      `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
         (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms`,
    )
    const [facts] = rows
    const major = Math.floor((facts?.version ?? 0) / 10_000)
    if (major < OLDEST_MAJOR) {
      throw new StartupError(
        `The database at ${describeDatabase(url)} is PostgreSQL ${major}; ${setting} must name a server of version ${OLDEST_MAJOR} or later.`,
      )
    }
    if (facts?.encoding !== 'UTF8') {
      throw new StartupError(
        `The database at ${describeDatabase(url)} has the encoding ${facts?.encoding}, which cannot hold every name: create it with ENCODING 'UTF8' TEMPLATE template0.`,
      )
    }
    const clockDifferenceMs = Number(facts.now_ms) - (asked + Date.now()) / 2
    return {
      pooling: await findPooling(client, probes),
      clockDifferenceMs: Math.abs(clockDifferenceMs) > MAX_CLOCK_DIFFERENCE_MS ? clockDifferenceMs : 0,
    }
  } catch (cause) {
    throw cause instanceof StartupError ? cause : databaseFault(setting, url, cause)
  } finally {
    await Promise.all([client, ...probes].map((one) => one.end().catch(() => {})))
  }
}

/** The first must connect; of the others as many as the server has room for. */
async function connectAll(setting: UrlSetting, url: string): Promise<[pg.Client, ...pg.Client[]]> {
  const first = await connect(url).catch((cause: unknown) => {
    throw databaseFault(setting, url, cause)
  })
  const others = await Promise.allSettled(Array.from({ length: PROBES }, () => connect(url)))
  return [first, ...others.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))]
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionConfig(url), connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => {})
  await client.connect()
  return client
}

/**
 * Whether a connection keeps its backend: others begin transactions meanwhile and would be lent it, were it free.
 * A pooler too small for that says nothing while they wait, so they are given up on.
 */
async function findPooling(client: pg.Client, probes: readonly pg.Client[]): Promise<Pooling> {
  const before = await backendOf(client)
  const begun = probes.map(async (probe) => {
    await probe.query('begin')
    return backendOf(probe)
  })
  const taken = await Promise.race([Promise.allSettled(begun), delay(1000, [])])
  const isShared = taken.some((result) => result.status === 'fulfilled' && result.value === before)
  return isShared || (await backendOf(client)) !== before ? 'transaction' : 'session'
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}
