/** Before anything is served: the database answers, is recent enough, and has this version's schema. */
import { migrateDatabase } from '@vectreal/scene-api'
import pg from 'pg'
import { StartupError } from '../startup-error.js'

const OLDEST_MAJOR = 15
const CONNECT_MS = 10_000

export async function prepareDatabase(url: string): Promise<void> {
  const major = await serverMajor(url)
  if (major < OLDEST_MAJOR) {
    throw new StartupError(
      `The database is PostgreSQL ${major}; DATABASE_URL may name a server of version ${OLDEST_MAJOR} or later.`,
    )
  }
  try {
    await migrateDatabase(url)
  } catch (cause) {
    throw new StartupError(`The database at ${place(url)} could not be migrated: ${reason(cause)}`, { cause })
  }
}

async function serverMajor(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    return Math.floor((rows[0]?.version ?? 0) / 10_000)
  } catch (cause) {
    throw new StartupError(
      `The database at ${place(url)} cannot be used (${reason(cause)}). Check DATABASE_URL and that the server runs.`,
      { cause },
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** Host, port and database: no user, no password. */
function place(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join(', ')
  const { code, message } = error as NodeJS.ErrnoException
  return message || code || 'no reason was given'
}
