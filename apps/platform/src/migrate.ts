/** Migrations as a step of their own, so that no server ever holds the owner's password. */
import { databaseUrlFlaw } from './database/database-url.js'
import { migrateAsOwner } from './database/prepare-database.js'
import { StartupError } from './startup-error.js'

/** Needs `DATABASE_OWNER_URL`, and `DATABASE_URL` for the name and password of the server's role. */
export async function migrate(env: NodeJS.ProcessEnv): Promise<void> {
  const read = (name: 'DATABASE_OWNER_URL' | 'DATABASE_URL'): string => {
    const url = env[name]?.trim() ?? ''
    if (url === '') throw new StartupError(`Setting ${name} is missing: migrations need it.`)
    const flaw = databaseUrlFlaw(url)
    if (flaw !== null) throw new StartupError(`Setting ${name} ${flaw}.`)
    return url
  }
  await migrateAsOwner(read('DATABASE_OWNER_URL'), read('DATABASE_URL'))
  console.log('The database has the schema of this version.')
}
