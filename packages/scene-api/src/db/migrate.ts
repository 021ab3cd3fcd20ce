/** Brings a database to this version's schema. */
import { fileURLToPath } from 'node:url'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import pg from 'pg'
import { connectionConfig } from './connection-config.js'
import { grantServerRole } from './server-role.js'
import { prepareSession } from './session.js'

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url))
/** Any constant of our own: whoever migrates holds this advisory lock. */
const LOCK_ID = 7_306_812_401
const CONNECT_MS = 10_000

/** What `migrateDatabase` takes besides the URL of the owner. */
export interface MigrateOptions {
  /** A role that the server connects as: it may read and write, but not change the schema or the audit log. */
  readonly serverRole?: string | undefined
  /** No newer migration than the one of this instant: before rows of an older version are put in. Default: all. */
  readonly upTo?: number | undefined
}

/**
 * Applies what is missing, in one transaction. Processes that start at once take turns; the later ones find nothing to
 * do, and a role without rights of its own may find that too. Rejects with PostgreSQL's own error.
 */
export async function migrateDatabase(
  url: string,
  { serverRole, upTo = Number.POSITIVE_INFINITY }: MigrateOptions = {},
): Promise<void> {
  const client = new pg.Client({ ...connectionConfig(url), connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => {})
  await client.connect()
  try {
    await prepareSession(client, { url })
    const schema = await currentSchema(client, url)
    if (serverRole === undefined && (await missingMigrations(client, schema, upTo)).length === 0) return
    await client.query('begin')
    // Of the transaction, so that a pooler cannot hand the lock to somebody else.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK_ID])
    await applyMissing(client, schema, upTo)
    if (serverRole !== undefined) await grantServerRole(client, serverRole, schema)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

interface Schema {
  readonly name: string
  /** Where drizzle notes what was applied: beside the tables, but for the tables of `public` in a schema of its own. */
  readonly journal: string
}

async function currentSchema(client: pg.Client, url: string): Promise<Schema> {
  const wanted = connectionConfig(url).schema
  if (wanted !== undefined) {
    const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [wanted])
    if (rowCount === 0) await client.query(`create schema if not exists ${pg.escapeIdentifier(wanted)}`)
  }
  const { rows } = await client.query<{ name: string | null }>('select current_schema() as name')
  const name = rows[0]?.name ?? null
  if (name === null) {
    throw new Error(
      'none of the schemas in search_path exists: create one, or name it with ?schema= in the URL',
    )
  }
  return {
    name,
    journal: `${pg.escapeIdentifier(name === 'public' ? 'drizzle' : name)}.__drizzle_migrations`,
  }
}

async function missingMigrations(
  client: pg.Client,
  { journal }: Schema,
  upTo: number,
): Promise<MigrationMeta[]> {
  const { rows } = await client.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [
    journal,
  ])
  const all = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).filter(
    ({ folderMillis }) => folderMillis <= upTo,
  )
  if (rows[0]?.exists !== true) {
    await requireNoTables(client, journal)
    return all
  }
  const applied = await client.query<{ at: string | null }>(`select max(created_at) as at from ${journal}`)
  const latest = Number(applied.rows[0]?.at ?? 0)
  return all.filter(({ folderMillis }) => folderMillis > latest)
}

async function requireNoTables(client: pg.Client, journal: string): Promise<void> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('api_key_projects') is not null and to_regclass('audit_log') is not null as exists",
  )
  if (rows[0]?.exists !== true) return
  throw new Error(
    `its tables are there, but ${journal}, the list of applied migrations, is not. A dump of one schema alone, as by "pg_dump -n public", leaves it out: restore that schema too`,
  )
}

async function applyMissing(client: pg.Client, schema: Schema, upTo: number): Promise<void> {
  const [home] = schema.journal.split('.')
  if (schema.name === 'public') await client.query(`create schema if not exists ${home}`)
  await client.query(
    `create table if not exists ${schema.journal} (id serial primary key, hash text not null, created_at bigint)`,
  )
  for (const { sql, hash, folderMillis } of await missingMigrations(client, schema, upTo)) {
    // drizzle-kit names the schema of the tables that foreign keys refer to, and no other.
    for (const statement of sql) await client.query(statement.replaceAll('"public".', ''))
    await client.query(`insert into ${schema.journal} (hash, created_at) values ($1, $2)`, [
      hash,
      folderMillis,
    ])
  }
}
