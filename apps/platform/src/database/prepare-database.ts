/** Before anything is served: the database can be used, has this version's schema, and a role that cannot change it. */
import {
  canBendAuditLog,
  connectionConfig,
  ensureServerRole,
  migrateDatabase,
  prepareSession,
} from '@vectreal/scene-api'
import pg from 'pg'
import { StartupError } from '../startup-error.js'
import { databaseRole } from './database-url.js'
import { inspectServer, type ServerFacts } from './inspect-server.js'
import { migrationFault, reasonOf } from './start-fault.js'

export interface DatabaseUrls {
  /** As whom the server works. */
  readonly url: string
  /** As whom migrations run. Null: as the server. */
  readonly ownerUrl: string | null
  /** Where notifications are listened for. Null: at `url`. */
  readonly notifyUrl: string | null
}

export interface PreparedDatabase extends ServerFacts {
  /** What is allowed but worth a line in the log. */
  readonly warnings: readonly string[]
}

export async function prepareDatabase(urls: DatabaseUrls): Promise<PreparedDatabase> {
  const { url, ownerUrl, notifyUrl } = urls
  if (ownerUrl !== null) await migrateAsOwner(ownerUrl, url)
  const facts = await inspectServer('DATABASE_URL', url)
  requireSessions(facts, urls)
  if (ownerUrl === null) {
    await migrateDatabase(url).catch((cause: unknown) => {
      throw migrationFault('DATABASE_URL', url, cause)
    })
  }
  if (notifyUrl !== null) {
    const { pooling } = await inspectServer('DATABASE_NOTIFY_URL', notifyUrl)
    if (pooling === 'transaction') {
      throw new StartupError(
        'DATABASE_NOTIFY_URL leads to a pooler in transaction mode, where nothing can be listened for: name the server itself.',
      )
    }
  }
  return { ...facts, warnings: await warningsOf(facts, urls) }
}

/** Migrates, makes the server's role where it is missing, and gives it what it needs and no more. */
export async function migrateAsOwner(ownerUrl: string, serverUrl: string): Promise<void> {
  const { pooling } = await inspectServer('DATABASE_OWNER_URL', ownerUrl)
  if (pooling === 'transaction') {
    throw new StartupError(
      'DATABASE_OWNER_URL leads to a pooler in transaction mode: name the server itself, which migrations need.',
    )
  }
  const role = databaseRole(serverUrl)
  if (role.name === databaseRole(ownerUrl).name) {
    throw new StartupError(
      'DATABASE_OWNER_URL and DATABASE_URL name the same role: the server needs one of its own, which cannot change the audit log. Give DATABASE_URL another user; it is created where it is missing.',
    )
  }
  await withClient(ownerUrl, (client) => ensureServerRole(client, role)).catch((cause: unknown) => {
    throw new StartupError(
      `The role "${role.name}" of DATABASE_URL could not be created (${reasonOf(cause)}): create it, or give the role of DATABASE_OWNER_URL the right CREATEROLE.`,
      { cause },
    )
  })
  await migrateDatabase(ownerUrl, { serverRole: role.name }).catch((cause: unknown) => {
    throw migrationFault('DATABASE_OWNER_URL', ownerUrl, cause)
  })
}

function requireSessions({ pooling }: ServerFacts, { url }: DatabaseUrls): void {
  if (pooling === 'transaction' && connectionConfig(url).schema !== undefined) {
    throw new StartupError(
      'DATABASE_URL has ?schema= and leads to a pooler in transaction mode, which forgets it: set it for the role instead (ALTER ROLE … SET search_path = …).',
    )
  }
}

async function warningsOf(
  { pooling, clockDifferenceMs }: ServerFacts,
  { url, notifyUrl }: DatabaseUrls,
): Promise<string[]> {
  const warnings: string[] = []
  if (await withClient(url, canBendAuditLog)) {
    warnings.push(
      `The role "${databaseRole(url).name}" of DATABASE_URL owns the audit log: whoever gets hold of it can change the log. Give this role as DATABASE_OWNER_URL, and another one as DATABASE_URL.`,
    )
  }
  if (pooling === 'transaction' && notifyUrl === null) {
    warnings.push(
      'DATABASE_URL leads to a pooler in transaction mode: nodes learn of changes by asking, within KEY_CACHE_TTL_MS. With the server itself as DATABASE_NOTIFY_URL they are told at once.',
    )
  }
  if (clockDifferenceMs !== 0) {
    warnings.push(
      `The clock of the database is ${Math.round(clockDifferenceMs / 1000)} seconds off this machine's: keep both in time, or keys expire early or late.`,
    )
  }
  return warnings
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionConfig(url))
  client.on('error', () => {})
  try {
    await client.connect()
    await prepareSession(client, { url })
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}
