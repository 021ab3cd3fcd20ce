/** The role that the server works as: it reads and writes, and can neither change the schema nor the audit log. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import pg, { type ClientBase } from 'pg'
import * as schemaModule from './schema.js'

/** Of these entries are added, and nothing else. */
const APPEND_ONLY = 'audit_log'
/** Written by the function alone, which runs as the owner. */
const STARTS = 'audit_starts'
const FORGET = 'audit_log_forget(jsonb, integer)'
/** What PostgreSQL itself uses when it hashes a password. */
const SCRAM_ITERATIONS = 4096

/** The role that the server signs in with, apart from the owner of the tables. */
export interface ServerRole {
  readonly name: string
  readonly password: string
}

/**
 * Creates the role where it is missing. `resetPassword`: one that is there gets the password given. Rejects where this
 * connection's role may not.
 */
export async function ensureServerRole(
  client: ClientBase,
  role: ServerRole,
  { resetPassword = false }: { readonly resetPassword?: boolean } = {},
): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role.name])
  if (rowCount !== 0 && !resetPassword) return
  // A failing statement is written to the database's log: the password must not stand in it.
  const verifier = scramVerifier(role.password)
  await client.query(
    `${rowCount === 0 ? 'create' : 'alter'} role ${pg.escapeIdentifier(role.name)} login password ${pg.escapeLiteral(verifier)}`,
  )
}

/** Idempotent, run after migrations by their owner. Takes back what an earlier version or a hand may have given. */
export async function grantServerRole(
  client: ClientBase,
  name: string,
  { name: schema, journal }: { readonly name: string; readonly journal: string },
): Promise<void> {
  const role = pg.escapeIdentifier(name)
  const tables = Object.values(schemaModule)
    .filter((value) => is(value, PgTable))
    .map((table) => getTableName(table))
  const changing = tables.filter((table) => table !== APPEND_ONLY && table !== STARTS)
  const [home] = journal.split('.')
  await client.query(
    [
      `grant usage on schema ${pg.escapeIdentifier(schema)}, ${home} to ${role}`,
      `grant select on ${journal} to ${role}`,
      `grant select, insert, update, delete on ${changing.map((table) => pg.escapeIdentifier(table)).join(', ')} to ${role}`,
      `grant usage on all sequences in schema ${pg.escapeIdentifier(schema)} to ${role}`,
      `revoke all on ${APPEND_ONLY}, ${STARTS} from ${role}`,
      `grant select, insert on ${APPEND_ONLY} to ${role}`,
      `grant select on ${STARTS} to ${role}`,
      `grant execute on function ${FORGET} to ${role}`,
    ].join('; '),
  )
}

/** What the role of this connection could do to the audit log: nothing, or change it. */
export async function canBendAuditLog(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ can: boolean }>(
    `select pg_has_role(current_user, relowner, 'member') or rolsuper
       or has_table_privilege(current_user, pg_class.oid, 'update, delete, truncate, trigger') as can
     from pg_class join pg_roles on rolname = current_user
     where pg_class.oid = to_regclass('${APPEND_ONLY}')`,
  )
  return rows[0]?.can ?? false
}

/** As PostgreSQL keeps a password (RFC 5803). */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256')
  const keyOf = (what: string) => createHmac('sha256', salted).update(what).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const server = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${stored}:${server}`
}
