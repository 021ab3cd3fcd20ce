/** Why a database cannot be used, in words that name the cause and what to do. */
import { StartupError } from '../startup-error.js'
import { databaseRole, describeDatabase } from './database-url.js'

/** The setting that a URL came from. */
export type UrlSetting = 'DATABASE_URL' | 'DATABASE_OWNER_URL' | 'DATABASE_NOTIFY_URL'

/** By SQLSTATE, or the code of Node. */
const REMEDIES: Readonly<Record<string, string>> = {
  '28P01': 'The user or the password is another one.',
  '28000': 'The server does not let this user in from here: look at its pg_hba.conf.',
  '3D000': 'Create the database first.',
  '53300': 'Raise max_connections, or lower DATABASE_POOL_SIZE.',
  '08P01': 'A pooler in between refused what was sent to it.',
  '25006': 'This server is a standby or set to read-only: name the primary.',
  ECONNREFUSED: 'Check that the server runs there.',
  ENOTFOUND: 'Check the host name.',
  ETIMEDOUT: 'Check that a firewall lets the connection through.',
  ENOENT: 'Check the path.',
}

export function databaseFault(setting: UrlSetting, url: string, cause: unknown): StartupError {
  const remedy = remedyOf(cause, url)
  return new StartupError(
    `The database at ${describeDatabase(url)} cannot be used (${reasonOf(cause)}). ${remedy ?? 'Check that the server runs.'} It is the one of ${setting}.`,
    { cause },
  )
}

export function migrationFault(setting: UrlSetting, url: string, cause: unknown): StartupError {
  const { name } = databaseRole(url)
  const isDenied = codeOf(cause) === '42501'
  const remedy = isDenied
    ? ` The role "${name}" may not change the schema: grant it CREATE on the database and its schema, or give the role that owns the tables as DATABASE_OWNER_URL.`
    : ''
  return new StartupError(
    `The database at ${describeDatabase(url)} (${setting}) could not be migrated: ${reasonOf(cause)}.${remedy}`,
    { cause },
  )
}

/** The innermost message: wrappers say what was tried, not why it failed. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  const { code, message, cause } = error as NodeJS.ErrnoException & { readonly cause?: unknown }
  if (cause instanceof Error) return reasonOf(cause)
  return message || code || 'no reason was given'
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  const { code, cause } = error as NodeJS.ErrnoException & { readonly cause?: unknown }
  return code ?? (cause instanceof Error ? codeOf(cause) : undefined)
}

function remedyOf(cause: unknown, url: string): string | null {
  const code = codeOf(cause) ?? ''
  const file = (cause as NodeJS.ErrnoException).path
  if (file !== undefined && /ssl(?:rootcert|cert|key)=/.test(url)) {
    return 'The file of sslrootcert, sslcert or sslkey must be there and readable.'
  }
  if (/does not support SSL/.test(reasonOf(cause)))
    return 'Take sslmode out of the URL, or turn TLS on in the server.'
  if (/certificate|self.signed|unable to verify/i.test(reasonOf(cause))) {
    return "Name the server's certificate authority with sslrootcert=/path/of/the.pem."
  }
  return REMEDIES[code] ?? null
}
